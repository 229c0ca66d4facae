package io.fleetcanary.lab.scene;

import io.fleetcanary.lab.fault.Fault;
import io.fleetcanary.lab.fault.Rule;
import java.util.List;
import java.util.stream.Stream;

/** Every kind of write, three at a time: each in another cluster of the same rollout. */
enum LostReplies {
  CLAIM_CREATES("POST configmaps 1", "POST deployments 1", "POST services 1"),
  CLAIM_MARKS("PATCH httproutes 1", "PATCH deployments 1", "PUT deployments 1"),
  SHIFT_AND_PROMOTION("PATCH httproutes 2", "PUT configmaps 1", "PATCH deployments 2"),
  SETTLING("PATCH httproutes 3", "PUT deployments 2", "PUT configmaps 2"),
  KEEPING("PATCH httproutes 4", "DELETE deployments 1", "DELETE services 1"),
  RELEASING("PATCH deployments 3", "PUT configmaps 3", "PATCH httproutes 4"),

  BACK_TRAFFIC("PATCH httproutes 1", "PATCH httproutes 1", "PATCH deployments 1"),
  BACK_TURN("PATCH deployments 1", "PUT deployments 1", "PUT services 1"),
  BACK_LEDGER("PATCH deployments 2", "PUT configmaps 1", "PATCH httproutes 2"),
  BACK_REMOVAL("PATCH httproutes 2", "PUT deployments 2", "DELETE deployments 1"),
  BACK_RELEASE("DELETE services 1", "PATCH deployments 2", "PUT configmaps 2");

  private final String first;
  private final String second;
  private final String third;

  /**
   * Each: method, kind, and which of these in one cluster, from 1; on the way back from the abort.
   */
  LostReplies(String first, String second, String third) {
    this.first = first;
    this.second = second;
    this.third = third;
  }

  /** What is lost in the first, second and third cluster. */
  List<Rule> rules() {
    return Stream.of(first, second, third).map(LostReplies::lost).toList();
  }

  private static Rule lost(String write) {
    String[] words = write.split(" ", -1);
    Rule rule = Rule.of(new Fault.ReplyLost()).on(words[0], words[1]);
    return rule.from(Integer.parseInt(words[2])).times(1);
  }
}
