package io.fleetcanary.activity.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fleetcanary.activity.recovery.KubernetesLedgers;
import io.fleetcanary.activity.rollout.Bench.Picture;
import io.fleetcanary.activity.workload.Replicas;
import io.fleetcanary.workflow.Progress;
import io.fleetcanary.workflow.sweep.LedgerActivities.OneService;
import io.fleetcanary.workflow.sweep.LedgerActivities.Removal;
import io.fleetcanary.workflow.sweep.LedgerActivities.Stray;
import io.fleetcanary.workflow.sweep.LedgerActivities.Where;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A canary whose creation reached the API server when its rollout was over, its worker dead. */
class StraysTest {
  private static final String MARK = "claim.fleetcanary.io/chat";
  private static final Removal GONE = new Removal(true);
  private static final Removal STAYS = new Removal(false);

  @AutoClose private static final RiggedCluster cluster = RiggedCluster.open();
  private final KubernetesLedgers ledgers = new KubernetesLedgers(cluster.clusters());

  @AfterEach
  void open() {
    cluster.door().open();
  }

  @Test
  void findsAndRemovesIt(TestInfo test) {
    Bench old = Bench.in(cluster, test);
    Picture before = old.picture();
    createTooLate(old);
    cluster.door().forget();

    List<Stray> found = found(old);

    assertThat(found).containsExactly(stray(old, "Deployment", true), stray(old, "Service", true));
    assertThat(cluster.door().writes()).isEmpty();
    assertThat(found).map(ledgers::remove).containsOnly(GONE);
    assertThat(cluster.door().writes())
        .containsExactly("DELETE deployments chat-canary", "DELETE services chat-canary");
    assertThat(old.picture()).isEqualTo(before);
    assertThat(found(old)).isEmpty();
  }

  @Test
  void answersTheSameWhenItIsAskedAgain(TestInfo test) {
    Bench old = Bench.in(cluster, test);
    createTooLate(old);
    Stray stray = stray(old, "Deployment", true);
    ledgers.remove(stray);

    assertThat(ledgers.remove(stray)).isEqualTo(GONE);
  }

  @Test
  void leavesItToWhoClaimsTheService(TestInfo test) {
    Bench old = Bench.in(cluster, test);
    createTooLate(old);
    claimTheLedgerOnly(next(old));

    assertLeftAlone(old);
  }

  @Test
  void leavesTheCanaryOfALivingRolloutAlone(TestInfo test) {
    Bench living = Bench.in(cluster, test);
    living.goToFive();
    Picture going = living.picture();

    assertThat(found(living)).isEmpty();
    assertThat(ledgers.remove(stray(living, "Deployment", true))).isEqualTo(STAYS);
    assertThat(living.picture()).isEqualTo(going);
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat-20271125120000-1a2b/forward/0", "somebody's", ""})
  void leavesWhatIsNotOfARolloutThatHasEnded(String mark) {
    Bench old = Bench.in(cluster, "other-" + mark.length());
    createTooLate(old);
    mark(old.canary(), mark);
    mark(old.canaryService(), mark);

    assertLeftAlone(old);
  }

  @Test
  void leavesAllWhereTheLedgerCannotBeRead(TestInfo test) {
    Bench old = Bench.in(cluster, test);
    createTooLate(old);
    ConfigMap ledger =
        cluster
            .admin()
            .configMaps()
            .inNamespace(old.plan().namespace())
            .withName("fleetcanary-chat")
            .require();
    ledger.setData(Map.of("state", "nonsense"));
    cluster.admin().resource(ledger).update();

    assertThat(found(old)).isEmpty();
    assertThat(ledgers.remove(stray(old, "Deployment", true))).isEqualTo(STAYS);
    assertThat(old.picture().canary()).isTrue();
  }

  @Test
  void leavesACanaryThatSomebodyHasGivenPods(TestInfo test) {
    Bench old = Bench.in(cluster, test);
    createTooLate(old);
    cluster.admin().resource(Replicas.set(old.canary(), 3)).update();

    List<Stray> found = found(old);

    assertThat(found)
        .containsExactly(stray(old, "Deployment", false), stray(old, "Service", false));
    assertThat(found).map(ledgers::remove).containsOnly(STAYS);
    assertThat(old.canary().getSpec().getReplicas()).isEqualTo(3);
    assertThat(old.picture().canaryService()).isTrue();
  }

  @Test
  void leavesItWhereARolloutClaimsJustBeforeTheRemoval(TestInfo test) {
    Bench old = Bench.in(cluster, test);
    createTooLate(old);
    Bench next = next(old);
    cluster.door().surprise(0, () -> next.workloads.claim(next.plan()));

    assertThat(ledgers.remove(stray(old, "Deployment", true))).isEqualTo(STAYS);

    assertThat(next.canary().getMetadata().getAnnotations())
        .containsEntry(MARK, next.plan().rolloutId() + "/forward/0");
    assertThat(next.forwardAndKeep()).isInstanceOf(Progress.Done.class);
  }

  @Test
  void isNotInTheWayOfARolloutThatClaims(TestInfo test) {
    Bench old = Bench.in(cluster, test);
    createTooLate(old);
    Bench next = next(old);
    Deployment remains = old.canary();
    cluster.door().surprise(1, () -> cluster.admin().resource(remains).delete());

    assertThat(next.workloads.claim(next.plan())).isInstanceOf(Progress.Done.class);

    assertThat(next.canary().getMetadata().getAnnotations())
        .containsEntry(MARK, next.plan().rolloutId() + "/forward/0");
    assertThat(next.forwardAndKeep()).isInstanceOf(Progress.Done.class);
  }

  /** Both creations of a rollout that has come back meanwhile, as its dead worker had sent them. */
  private static void createTooLate(Bench old) {
    old.workloads.claim(old.plan());
    Deployment canary = asSent(old.canary());
    Service service = asSent(old.canaryService());
    old.back();
    assertThat(old.picture().canary()).isFalse();
    cluster.admin().resource(canary).create();
    cluster.admin().resource(service).create();
  }

  private static <T extends HasMetadata> T asSent(T object) {
    object.getMetadata().setResourceVersion(null);
    object.getMetadata().setUid(null);
    return object;
  }

  private static void mark(HasMetadata object, String mark) {
    object.getMetadata().setAnnotations(mark.isEmpty() ? Map.of() : Map.of(MARK, mark));
    cluster.admin().resource(object).update();
  }

  private static Bench next(Bench old) {
    return old.rollout("chat-20261126120000-3c4d");
  }

  private static void claimTheLedgerOnly(Bench next) {
    cluster.door().closeAfter(1);
    assertThatThrownBy(() -> next.workloads.claim(next.plan())).isNotNull();
    cluster.door().open();
  }

  private void assertLeftAlone(Bench old) {
    assertThat(found(old)).isEmpty();
    assertThat(ledgers.remove(stray(old, "Deployment", true))).isEqualTo(STAYS);
    assertThat(ledgers.remove(stray(old, "Service", true))).isEqualTo(STAYS);
    assertThat(old.picture().canary()).isTrue();
    assertThat(old.picture().canaryService()).isTrue();
  }

  private List<Stray> found(Bench bench) {
    return ledgers
        .held(new Where(bench.plan().cluster(), List.of(bench.plan().namespace())))
        .strays();
  }

  private static Stray stray(Bench bench, String kind, boolean empty) {
    OneService chat = new OneService(bench.plan().cluster(), bench.plan().namespace(), "chat");
    return new Stray(chat, kind, "chat-canary", bench.plan().rolloutId(), empty);
  }
}
