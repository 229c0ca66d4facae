package io.fleetcanary.activity.survey;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@link RouteCheck} about requests that reach the Service past its route. */
class OtherWaysTest {
  private final SurveyedChat chat = new SurveyedChat();

  @AfterEach
  void close() {
    chat.close();
  }

  @Test
  void warnsOfAnIngressToTheService() {
    assertThat(chat.survey(ingress("chat")).warnings())
        .containsExactly(
            "Ingress web also leads to Service chat: what comes that way stays with stable");
  }

  @Test
  void isSilentAboutAnIngressToAnotherService() {
    assertThat(chat.survey(ingress("embed")).warnings()).isEmpty();
  }

  @Test
  void warnsOfAnotherKindOfRouteToTheService() {
    GenericKubernetesResource grpc = SurveyedChat.route("chat-grpc");
    grpc.setKind("GRPCRoute");

    var survey = chat.survey(grpc);

    assertThat(survey.problems()).isEmpty();
    assertThat(survey.warnings())
        .containsExactly(
            "GRPCRoute chat-grpc also leads to Service chat: what comes that way stays with"
                + " stable");
  }

  @Test
  void warnsOfAServiceThatIsOpenToTheOutside() {
    chat.service =
        new ServiceBuilder(chat.service).editSpec().withType("LoadBalancer").endSpec().build();

    assertThat(chat.survey().warnings())
        .containsExactly(
            "its type LoadBalancer also leads to Service chat: what comes that way stays with"
                + " stable");
  }

  @Test
  void saysInOneSentenceWhatItCouldNotSee() {
    chat.cluster.forbid("/ingresses");
    chat.cluster.forbid("/resourcequotas");

    assertThat(chat.survey().warnings())
        .containsExactly("could not see ingresses.networking.k8s.io, ResourceQuotas");
  }

  private static Ingress ingress(String service) {
    return new IngressBuilder()
        .withNewMetadata()
        .withName("web")
        .withNamespace("inference")
        .endMetadata()
        .withNewSpec()
        .addNewRule()
        .withNewHttp()
        .addNewPath()
        .withNewBackend()
        .withNewService()
        .withName(service)
        .endService()
        .endBackend()
        .endPath()
        .endHttp()
        .endRule()
        .endSpec()
        .build();
  }
}
