package io.fleetcanary.lab.kill.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.fleetcanary.lab.dataplane.http.Headers;
import io.fleetcanary.lab.dataplane.http.Request;
import java.net.URLEncoder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Names of calls are the same in every rollout. */
class CallNamesTest {
  private static final String NAMESPACE = "/apis/apps/v1/namespaces/killed-1/";

  private final Running running = new Running();
  private final KubernetesCalls kubernetes = new KubernetesCalls("first", running);

  @BeforeEach
  void shifts() {
    running.begins(ByteString.copyFromUtf8("1"), "fleet/first", "a", "shift");
  }

  @Test
  void namesTheObjectAndForWhichActivity() {
    assertThat(asks("GET", NAMESPACE + "deployments/chat"))
        .isEqualTo("first, shift 1, 0 written: GET deployments/chat");
  }

  @Test
  void tellsALookBeforeAWriteFromTheSameLookAfterIt() {
    String before = asks("GET", NAMESPACE + "deployments/chat");
    asks("PATCH", NAMESPACE + "deployments/chat");

    String after = asks("GET", NAMESPACE + "deployments/chat");

    assertThat(before).isNotEqualTo(after);
    assertThat(after).isEqualTo("first, shift 1, 1 written: GET deployments/chat");
  }

  @Test
  void keepsSelectorsAndForgetsVersions() {
    assertThat(
            asks(
                "GET",
                "/api/v1/namespaces/killed-1/pods?labelSelector=app%3Dchat&resourceVersion=12"))
        .isEqualTo("first, shift 1, 0 written: GET pods app=chat");
  }

  @Test
  void forgetsWhichPodItWas() {
    assertThat(asks("GET", "/api/v1/namespaces/killed-1/pods/chat-canary-5d8f9c7b6d-x2x4z/log"))
        .isEqualTo("first, shift 1, 0 written: GET pods/chat-canary-5d8f9c7b6d-*/log");
  }

  @Test
  void namesWhatIsInNoNamespace() {
    assertThat(asks("GET", "/api/v1/namespaces/kube-system"))
        .isEqualTo("first, shift 1, 0 written: GET namespaces/kube-system");
    assertThat(asks("GET", "/apis")).isEqualTo("first, shift 1, 0 written: GET /apis");
  }

  @Test
  void namesTheMetricAndWhoseItIs() {
    String query =
        "query=" + URLEncoder.encode("errors_total{pod=~\"chat-canary-5d8-x\"}[9s]", UTF_8);
    Request request = new Request("POST", "/api/v1/query", Headers.NONE, query.getBytes(UTF_8));

    assertThat(new MetricsCalls("first", running).apply(request))
        .isEqualTo("first, shift 1: asks for errors_total of canary");
  }

  private String asks(String method, String target) {
    return kubernetes.apply(new Request(method, target, Headers.NONE, new byte[0]));
  }
}
