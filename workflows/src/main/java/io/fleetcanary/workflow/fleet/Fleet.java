package io.fleetcanary.workflow.fleet;

import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.plan.Wave;
import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.FleetStatus.WaveStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The clusters of a rollout, wave by wave. */
final class Fleet {
  private final RolloutPlan plan;
  private final List<List<Member>> waves = new ArrayList<>();
  private final SortedMap<String, Member> byName = new TreeMap<>();

  Fleet(RolloutPlan plan) {
    this.plan = plan;
    for (Wave wave : plan.waves()) {
      List<Member> members = new ArrayList<>();
      for (ClusterTarget target : wave.clusters()) {
        Member member = new Member(target, waves.size());
        members.add(member);
        byName.put(target.name(), member);
      }
      waves.add(members);
    }
  }

  /** Empty when nobody of that name takes part. */
  Optional<Member> find(String cluster) {
    return Optional.ofNullable(byName.get(cluster));
  }

  /**
   * In the order they start.
   *
   * @param number counts from 0
   */
  List<Member> wave(int number) {
    return waves.get(number);
  }

  /** All of them, oldest wave first. */
  List<Member> all() {
    return waves.stream().flatMap(List::stream).toList();
  }

  long count(Predicate<Member> which) {
    return byName.values().stream().filter(which).count();
  }

  boolean allEnded() {
    return byName.values().stream().allMatch(member -> member.outcome().isPresent());
  }

  SortedMap<String, ClusterOutcome> outcomes() {
    SortedMap<String, ClusterOutcome> outcomes = new TreeMap<>();
    byName.forEach((name, member) -> member.outcome().ifPresent(how -> outcomes.put(name, how)));
    return outcomes;
  }

  List<WaveStatus> status() {
    List<WaveStatus> status = new ArrayList<>();
    for (int i = 0; i < waves.size(); i++) {
      status.add(
          new WaveStatus(
              plan.waves().get(i).name(), waves.get(i).stream().map(Member::status).toList()));
    }
    return status;
  }
}
