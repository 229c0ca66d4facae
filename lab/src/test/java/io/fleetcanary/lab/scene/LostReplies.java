package io.fleetcanary.lab.scene;

import io.fleetcanary.lab.fault.Fault;
import io.fleetcanary.lab.fault.Rule;
import java.util.List;

/** Every kind of write, three at a time: each in another cluster of the same rollout. */
enum LostReplies {
  CLAIM_CREATES(
      new Write("POST", "configmaps", 1),
      new Write("POST", "deployments", 1),
      new Write("POST", "services", 1)),
  CLAIM_MARKS(
      new Write("PATCH", "httproutes", 1),
      new Write("PATCH", "deployments", 1),
      new Write("PUT", "deployments", 1)),
  SHIFT_AND_PROMOTION(
      new Write("PATCH", "httproutes", 2),
      new Write("PUT", "configmaps", 1),
      new Write("PATCH", "deployments", 2)),
  SETTLING(
      new Write("PATCH", "httproutes", 3),
      new Write("PUT", "deployments", 2),
      new Write("PUT", "configmaps", 2)),
  KEEPING(
      new Write("PATCH", "httproutes", 4),
      new Write("DELETE", "deployments", 1),
      new Write("DELETE", "services", 1)),
  RELEASING(
      new Write("PATCH", "deployments", 3),
      new Write("PUT", "configmaps", 3),
      new Write("PATCH", "httproutes", 4)),

  BACK_TRAFFIC(
      new Write("PATCH", "httproutes", 1),
      new Write("PATCH", "httproutes", 1),
      new Write("PATCH", "deployments", 1)),
  BACK_TURN(
      new Write("PATCH", "deployments", 1),
      new Write("PUT", "deployments", 1),
      new Write("PUT", "services", 1)),
  BACK_LEDGER(
      new Write("PATCH", "deployments", 2),
      new Write("PUT", "configmaps", 1),
      new Write("PATCH", "httproutes", 2)),
  BACK_REMOVAL(
      new Write("PATCH", "httproutes", 2),
      new Write("PUT", "deployments", 2),
      new Write("DELETE", "deployments", 1)),
  BACK_RELEASE(
      new Write("DELETE", "services", 1),
      new Write("PATCH", "deployments", 2),
      new Write("PUT", "configmaps", 2));

  private final Write first;
  private final Write second;
  private final Write third;

  LostReplies(Write first, Write second, Write third) {
    this.first = first;
    this.second = second;
    this.third = third;
  }

  /** What is lost in the first, second and third cluster. */
  List<Rule> rules() {
    return List.of(first.lost(), second.lost(), third.lost());
  }

  /**
   * One write.
   *
   * @param number counts those of this method and kind in one cluster, from 1; on the way back from
   *     the abort
   */
  private record Write(String method, String kind, int number) {
    Rule lost() {
      return Rule.of(new Fault.ReplyLost()).on(method, kind).from(number).times(1);
    }
  }
}
