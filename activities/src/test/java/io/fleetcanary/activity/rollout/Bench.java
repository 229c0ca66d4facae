package io.fleetcanary.activity.rollout;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fleetcanary.activity.cluster.LedgerBook;
import io.fleetcanary.activity.traffic.RouteLook;
import io.fleetcanary.activity.traffic.RouteWeights;
import io.fleetcanary.activity.workload.Chat;
import io.fleetcanary.core.claim.Ending;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.ClusterRules;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.Step;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.Progress;
import io.fleetcanary.workflow.RollbackActivities;
import io.fleetcanary.workflow.RollbackActivities.Release;
import io.fleetcanary.workflow.TrafficActivities;
import io.fleetcanary.workflow.TrafficActivities.TrafficShift;
import io.fleetcanary.workflow.WorkloadActivities;
import io.fleetcanary.workflow.WorkloadActivities.CanaryScale;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.TestInfo;

/** The service {@code chat} in a namespace of its own, and the activities of one rollout of it. */
final class Bench {
  static final TrafficWeight FIVE = new TrafficWeight(5);
  static final String INTERNAL = "chat-internal";
  static final TrafficWeight FIFTY = new TrafficWeight(50);

  private final RiggedCluster cluster;
  private final ClusterPlan plan;
  final WorkloadActivities workloads;
  final TrafficActivities traffic;
  final RollbackActivities rollback;

  private Bench(RiggedCluster cluster, ClusterPlan plan, String run) {
    this(cluster, plan, new Pulse(() -> run, Optional::empty, since -> {}));
  }

  private Bench(RiggedCluster cluster, ClusterPlan plan, Pulse pulse) {
    this.cluster = cluster;
    this.plan = plan;
    workloads = new KubernetesWorkloads(cluster.clusters(), pulse);
    traffic = new KubernetesTraffic(cluster.clusters(), pulse);
    rollback = new KubernetesRollback(cluster.clusters(), pulse);
  }

  /** A fresh service in a fresh namespace. */
  static Bench in(RiggedCluster cluster, String namespace) {
    Bench bench = new Bench(cluster, plan(namespace, "chat-20261125120000-1a2b"), "run-a");
    bench.create();
    return bench;
  }

  /** A fresh service in a namespace named after the test. */
  static Bench in(RiggedCluster cluster, TestInfo test) {
    return in(cluster, test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT));
  }

  /** The same, with a second route to the service. */
  static Bench withTwoRoutes(RiggedCluster cluster, TestInfo test) {
    Bench one = in(cluster, test);
    one.addRoute();
    ClusterTarget eu = one.plan.cluster();
    return one.targeting(new ClusterTarget(eu.name(), eu.taskQueue(), List.of("chat", INTERNAL)));
  }

  /** A second route, which sends some of its requests elsewhere. */
  void addRoute() {
    cluster.admin().resource(newRoute(INTERNAL)).create();
    new Controllers(cluster.admin()).settle(plan.namespace(), "httproutes " + INTERNAL);
  }

  private static ClusterPlan plan(String namespace, String rollout) {
    ClusterPlan chat = Chat.plan();
    List<Step> steps =
        List.of(
            new Step.SetScale(FIVE),
            new Step.SetWeight(FIVE),
            new Step.Watch(Duration.ofMinutes(1)),
            new Step.SetScale(FIFTY),
            new Step.SetWeight(FIFTY));
    return new ClusterPlan(
        rollout, "chat", namespace, chat.cluster(), chat.revision(), chat.rules(), steps);
  }

  /** The same service, seen by another rollout. */
  Bench rollout(String id) {
    return new Bench(cluster, plan(plan.namespace(), id), "run-of-" + id);
  }

  /** The same rollout of a service whose workload had this uid when it was surveyed. */
  Bench surveyedAs(String uid) {
    ClusterTarget eu = plan.cluster();
    return targeting(new ClusterTarget(eu.name(), eu.taskQueue(), eu.routes(), uid));
  }

  /** The same rollout of a service whose survey has seen this. */
  Bench targeting(ClusterTarget target) {
    ClusterPlan there =
        new ClusterPlan(
            plan.rolloutId(),
            plan.service(),
            plan.namespace(),
            target,
            plan.revision(),
            plan.rules(),
            plan.steps());
    return new Bench(cluster, there, "run-a");
  }

  /** The same rollout by other rules. */
  Bench under(ClusterRules rules) {
    return new Bench(cluster, plan.under(rules), "run-a");
  }

  /** The same rollout after a workflow reset. */
  Bench reset() {
    return new Bench(cluster, plan, "run-b");
  }

  /** The same rollout, seen by an attempt that takes up a wait. */
  Bench waitingSince(Instant since) {
    return new Bench(cluster, plan, new Pulse(() -> "run-a", () -> Optional.of(since), now -> {}));
  }

  ClusterPlan plan() {
    return plan;
  }

  /** Claimed, with a canary that gets 5 % of the requests. */
  void goToFive() {
    workloads.claim(plan);
    workloads.scaleCanary(new CanaryScale(plan, 1, FIVE));
    traffic.shift(new TrafficShift(plan, 2, FIVE));
  }

  private void create() {
    Deployment deployment = Chat.deployment();
    deployment.getMetadata().setNamespace(plan.namespace());
    deployment.getMetadata().setAnnotations(new TreeMap<>(Map.of("team", "language")));
    Service service = Chat.service();
    service.getMetadata().setNamespace(plan.namespace());
    cluster.admin().resource(deployment).create();
    cluster.admin().resource(service).create();
    cluster.admin().resource(newRoute("chat")).create();
    Controllers controllers = new Controllers(cluster.admin());
    controllers.settle(plan.namespace(), "deployments chat");
    controllers.settle(plan.namespace(), "httproutes chat");
  }

  private GenericKubernetesResource newRoute(String name) {
    GenericKubernetesResource route = new GenericKubernetesResource();
    route.setApiVersion("gateway.networking.k8s.io/v1");
    route.setKind("HTTPRoute");
    route.setMetadata(
        new ObjectMetaBuilder().withName(name).withNamespace(plan.namespace()).build());
    Map<String, Object> ours = Map.of("name", "chat", "port", 80);
    Map<String, Object> other = Map.of("name", "other", "port", 80, "weight", 3);
    Map<String, Object> heavy = Map.of("name", "chat", "port", 80, "weight", 7);
    route.setAdditionalProperties(
        new TreeMap<>(
            Map.of(
                "spec",
                Map.of(
                    "rules",
                    List.of(
                        Map.of("backendRefs", List.of(ours)),
                        Map.of("backendRefs", List.of(other, heavy)))))));
    return route;
  }

  /** The whole way forward, but for keeping; ends early when something stops it. */
  Progress forward() {
    return first(
        List.of(
            () -> workloads.claim(plan),
            () -> workloads.scaleCanary(new CanaryScale(plan, 1, FIVE)),
            () -> traffic.shift(new TrafficShift(plan, 2, FIVE)),
            () -> workloads.scaleCanary(new CanaryScale(plan, 4, FIFTY)),
            () -> traffic.shift(new TrafficShift(plan, 5, FIFTY)),
            () -> workloads.promote(plan),
            () -> traffic.shift(new TrafficShift(plan, plan.settleStep(), TrafficWeight.NONE)),
            () -> workloads.emptyCanary(plan)));
  }

  private static Progress first(List<Supplier<Progress>> steps) {
    Progress last = new Progress.Done();
    for (Supplier<Progress> step : steps) {
      last = step.get();
      if (last instanceof Progress.Stopped) {
        return last;
      }
    }
    return last;
  }

  /** Forward to the end, with the new revision kept. */
  Progress forwardAndKeep() {
    Progress forward = forward();
    return forward instanceof Progress.Done ? workloads.keep(plan) : forward;
  }

  RollbackActivities.Restored back() {
    rollback.turnBack(plan);
    RollbackActivities.Restored restored = rollback.restore(plan);
    rollback.release(new Release(plan, FailureClass.LOCAL, "no GPU left", restored.left()));
    return restored;
  }

  /** All that a user would call theirs, and whatever of ours is left. */
  Picture picture() {
    return new Picture(
        stable().getSpec(),
        new TreeMap<>(stable().getMetadata().getAnnotations()),
        RouteWeights.spec(route()),
        new TreeMap<>(route().getMetadata().getAnnotations()),
        canary() != null,
        canaryService() != null,
        ledger().read().state().holder().isPresent());
  }

  /** How the ledger says that this rollout ended. */
  Optional<Ending> ending() {
    return ledger().read().state().endings().of(plan.rolloutId());
  }

  /** The image that stable's pods run. */
  String image() {
    return stable().getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
  }

  Deployment stable() {
    return deployment("chat");
  }

  Deployment canary() {
    return deployment("chat-canary");
  }

  private Deployment deployment(String name) {
    return cluster.admin().apps().deployments().inNamespace(plan.namespace()).withName(name).get();
  }

  Service canaryService() {
    return cluster.admin().services().inNamespace(plan.namespace()).withName("chat-canary").get();
  }

  GenericKubernetesResource route() {
    return route("chat");
  }

  GenericKubernetesResource route(String name) {
    return cluster
        .admin()
        .genericKubernetesResources(RouteLook.HTTP_ROUTE)
        .inNamespace(plan.namespace())
        .withName(name)
        .get();
  }

  /** Percent of the canary, as the route has it. */
  int weight() {
    return weight("chat");
  }

  int weight(String name) {
    return RouteWeights.of(plan).weight(RouteWeights.spec(route(name))).orElseThrow().percent();
  }

  LedgerBook ledger() {
    return new LedgerBook(cluster.admin(), plan.namespace(), "chat");
  }

  /** How a service looks to those who care. */
  record Picture(
      Object stable,
      Map<String, String> stableMarks,
      Object route,
      Map<String, String> routeMarks,
      boolean canary,
      boolean canaryService,
      boolean held) {
    /** The same, but for what runs. */
    Picture serving(Object spec) {
      return new Picture(spec, stableMarks, route, routeMarks, canary, canaryService, held);
    }
  }
}
