package io.fleetcanary.workflow.simulation;

import io.fleetcanary.core.fleet.StableSeen;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.workflow.FleetRollout;
import io.fleetcanary.workflow.PlanningActivities.Planning;
import io.fleetcanary.workflow.PlanningActivities.Resolution;
import io.fleetcanary.workflow.SurveyActivities.ClusterSurvey;
import io.fleetcanary.workflow.SurveyActivities.SurveyRequest;
import io.fleetcanary.workflow.journal.JournalActivities.Receipt;
import io.fleetcanary.workflow.notification.Notification;
import io.fleetcanary.workflow.notification.NotificationActivities;
import io.fleetcanary.workflow.notification.NotificationActivities.Delivery;
import io.fleetcanary.workflow.search.RolloutAttributes;
import io.fleetcanary.workflow.search.SearchActivities.Existing;
import io.fleetcanary.workflow.simulation.Event.When;
import io.fleetcanary.workflow.simulation.cluster.ClusterActivities;
import io.fleetcanary.workflow.simulation.cluster.Fate;
import io.fleetcanary.workflow.simulation.cluster.SimulatedCluster;
import io.fleetcanary.workflow.simulation.engine.Activities;
import io.fleetcanary.workflow.simulation.engine.Work;
import io.fleetcanary.workflow.simulation.engine.Work.Step;
import io.fleetcanary.workflow.sweep.LedgerActivities.Held;
import io.fleetcanary.workflow.sweep.LedgerActivities.Where;
import io.fleetcanary.workflow.sweep.SweepActivities.Targets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The workers of a simulated fleet: what each attempt comes to is the world's to say. */
final class SimulatedFleet implements Activities {
  /** A queue under which absent journals are kept. */
  static final String JOURNAL = "journal";

  private static final Duration PICK_UP = Duration.ofMillis(60);
  private static final Duration MOMENT = Duration.ofMillis(40);

  private final World world;
  private final Consumer<Event> happens;
  private final Predicate<String> open;

  /**
   * @param happens lets something happen that is no call's fate
   * @param open whether a run of this id is open
   */
  SimulatedFleet(World world, Consumer<Event> happens, Predicate<String> open) {
    this.world = world;
    this.happens = happens;
    this.open = open;
  }

  @Override
  public Instant taken(String queue, Instant now) {
    String whose = queue.replace("-rollback", "");
    return world.there(whose, now.plus(world.timeline().within(PICK_UP)));
  }

  @Override
  public Work begin(Call call) {
    return switch (call.type()) {
      case "resolve" -> answers(resolution());
      case "plan" -> answers(new Planning.Planned(world.shape().plan()));
      case "survey" -> answers(survey(call.argument(SurveyRequest.class).cluster().name()));
      case "searchAttributes" -> answers(existing());
      case "writeJournal" -> journal();
      case "notificationTargets" -> answers(people());
      case "notify" -> told(call.argument(Delivery.class).notification());
      case "sweepTargets" -> answers(new Targets(targets()));
      case "living" -> answers(living(call.argument(Held.class)));
      case "held" -> held(call.argument(Where.class).cluster().name());
      default -> atCluster(call);
    };
  }

  /** After a moment, in one step. */
  private Work answers(Object answer) {
    return new Answer(world.timeline().within(MOMENT), new Step.Done(answer));
  }

  private Resolution resolution() {
    RolloutPlan plan = world.shape().plan();
    SurveyRequest survey =
        new SurveyRequest(
            targets().getFirst(),
            plan.namespace(),
            plan.service(),
            plan.rules().workload(),
            plan.rules().route(),
            "",
            "",
            plan.rules().analysis().metrics());
    String id = FleetRollout.workflowId(plan.namespace(), plan.service());
    return new Resolution.Selected(id, survey, targets());
  }

  private List<ClusterTarget> targets() {
    return world.shape().plan().waves().stream().flatMap(wave -> wave.clusters().stream()).toList();
  }

  private static ClusterSurvey survey(String name) {
    return new ClusterSurvey(name, "server", StableSeen.NOTHING, List.of(), List.of(), List.of());
  }

  private Existing existing() {
    boolean none = world.shape().seed() % 2 == 0;
    return none ? Existing.NONE : new Existing(List.copyOf(RolloutAttributes.all().keySet()));
  }

  private Work journal() {
    Instant now = world.timeline().now();
    return world.there(JOURNAL, now).isAfter(now)
        ? new Answer(MOMENT, new Step.Failed("no connection"))
        : answers(new Receipt(true));
  }

  /** In two thirds of all rollouts somebody is told. */
  boolean tellsPeople() {
    return world.shape().seed() % 3 != 0;
  }

  private NotificationActivities.Targets people() {
    return new NotificationActivities.Targets(tellsPeople() ? List.of("oncall") : List.of());
  }

  private Work told(Notification notification) {
    world.told(notification);
    return answers("");
  }

  private Held living(Held held) {
    return new Held(
        held.services().stream()
            .filter(
                plan -> {
                  String fleet = FleetRollout.workflowId(plan.namespace(), plan.service());
                  return open.test(fleet) || open.test(fleet + "/" + plan.cluster().name());
                })
            .toList(),
        List.of());
  }

  private Work held(String name) {
    SimulatedCluster cluster = world.cluster(name);
    return cluster.reachable()
        ? answers(new Held(cluster.held().stream().toList(), List.of()))
        : new Answer(MOMENT, new Step.Failed("connect timed out"));
  }

  private Work atCluster(Call call) {
    String[] id = call.workflowId().split("/", -1);
    String name = id[id.length - 1];
    List<Event> events = world.begins(name, call.type());
    events.stream().filter(it -> !it.act().ofCalls()).forEach(this::soon);
    Fate fate =
        events.stream()
            .filter(it -> it.act().ofCalls())
            .findFirst()
            .map(SimulatedFleet::fate)
            .orElse(Fate.NONE);
    return new ClusterActivities(world.cluster(name), world.timeline(), () -> world.proves(name))
        .begin(call, fate);
  }

  /** In the middle of the call. */
  private void soon(Event event) {
    int moment = ((When.During) event.when()).moment();
    Duration time = MOMENT.dividedBy(2).multipliedBy(moment);
    world.timeline().after(time, () -> happens.accept(event));
  }

  private static Fate fate(Event event) {
    return new Fate(
        Fate.Kind.valueOf(event.act().name()),
        ((When.During) event.when()).moment(),
        event.lasts());
  }

  private static final class Answer implements Work {
    private final Duration time;
    private final Step end;
    private boolean begun;

    private Answer(Duration time, Step end) {
      this.time = time;
      this.end = end;
    }

    @Override
    public Step next() {
      Step step = begun ? end : new Step.Rest(time, false);
      begun = true;
      return step;
    }
  }
}
