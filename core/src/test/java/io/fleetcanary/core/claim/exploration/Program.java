package io.fleetcanary.core.claim.exploration;

import static io.fleetcanary.core.claim.exploration.Item.BAR_LEDGER;
import static io.fleetcanary.core.claim.exploration.Item.CLAIM_LEDGER;
import static io.fleetcanary.core.claim.exploration.Item.CLAIM_ROUTE;
import static io.fleetcanary.core.claim.exploration.Item.CLAIM_SCALER;
import static io.fleetcanary.core.claim.exploration.Item.CLAIM_WORKLOAD;
import static io.fleetcanary.core.claim.exploration.Item.CLEAR_CANARY;
import static io.fleetcanary.core.claim.exploration.Item.CLOSE_LEDGER;
import static io.fleetcanary.core.claim.exploration.Item.CREATE_CANARY;
import static io.fleetcanary.core.claim.exploration.Item.DRAIN_CANARY;
import static io.fleetcanary.core.claim.exploration.Item.EMPTY_CANARY;
import static io.fleetcanary.core.claim.exploration.Item.FREE_LEDGER;
import static io.fleetcanary.core.claim.exploration.Item.PROMOTE;
import static io.fleetcanary.core.claim.exploration.Item.RAISE;
import static io.fleetcanary.core.claim.exploration.Item.RECORD;
import static io.fleetcanary.core.claim.exploration.Item.RELEASE_ROUTE;
import static io.fleetcanary.core.claim.exploration.Item.RELEASE_SCALER;
import static io.fleetcanary.core.claim.exploration.Item.RELEASE_WORKLOAD;
import static io.fleetcanary.core.claim.exploration.Item.REMOVE_CANARY;
import static io.fleetcanary.core.claim.exploration.Item.RESTORE;
import static io.fleetcanary.core.claim.exploration.Item.SCALE_1;
import static io.fleetcanary.core.claim.exploration.Item.SCALE_2;
import static io.fleetcanary.core.claim.exploration.Item.SETTLE;
import static io.fleetcanary.core.claim.exploration.Item.SHIFT_1;
import static io.fleetcanary.core.claim.exploration.Item.SHIFT_2;
import static io.fleetcanary.core.claim.exploration.Item.STRAY_CANARY;
import static io.fleetcanary.core.claim.exploration.Item.TAKE_LEDGER;
import static io.fleetcanary.core.claim.exploration.Item.TURN_CANARY;
import static io.fleetcanary.core.claim.exploration.Item.TURN_LEDGER;
import static io.fleetcanary.core.claim.exploration.Item.TURN_ROUTE;
import static io.fleetcanary.core.claim.exploration.Item.TURN_SCALER;
import static io.fleetcanary.core.claim.exploration.Item.TURN_WORKLOAD;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What a rollout does, as activities of items. A retry begins its activity again. */
final class Program {
  static final Program IDLE = new Program(0, List.of());
  static final Program FORWARD =
      new Program(
          1,
          List.of(
              List.of(
                  CLAIM_LEDGER,
                  CLEAR_CANARY,
                  CREATE_CANARY,
                  STRAY_CANARY,
                  CLAIM_ROUTE,
                  CLAIM_SCALER,
                  RAISE,
                  CLAIM_WORKLOAD),
              List.of(SCALE_1),
              List.of(SHIFT_1),
              List.of(SCALE_2),
              List.of(SHIFT_2),
              List.of(RECORD, PROMOTE),
              List.of(SETTLE),
              List.of(EMPTY_CANARY)));
  static final Program KEEP =
      new Program(
          2,
          List.of(
              List.of(
                  CLOSE_LEDGER,
                  RELEASE_ROUTE,
                  REMOVE_CANARY,
                  RELEASE_WORKLOAD,
                  RELEASE_SCALER,
                  FREE_LEDGER)));

  /** Not a program of the protocol: its order is wrong. */
  static final Program KEEP_FREES_FIRST =
      new Program(
          3,
          List.of(
              List.of(
                  CLOSE_LEDGER,
                  FREE_LEDGER,
                  RELEASE_ROUTE,
                  REMOVE_CANARY,
                  RELEASE_SCALER,
                  RELEASE_WORKLOAD)));

  private static final List<List<Item>> WAY_BACK =
      List.of(
          List.of(
              TURN_ROUTE,
              BAR_LEDGER,
              TURN_ROUTE,
              TURN_WORKLOAD,
              TURN_SCALER,
              TURN_CANARY,
              TURN_LEDGER),
          List.of(RESTORE),
          List.of(
              RELEASE_ROUTE,
              DRAIN_CANARY,
              REMOVE_CANARY,
              RELEASE_WORKLOAD,
              RELEASE_SCALER,
              FREE_LEDGER));
  static final Program BACK = new Program(4, WAY_BACK);
  static final Program TAKE =
      new Program(5, Stream.concat(Stream.of(List.of(TAKE_LEDGER)), WAY_BACK.stream()).toList());
  static final Program BRAKE = new Program(6, List.of(List.of(TURN_ROUTE)));

  /** The claim, where an object of the user's is missing. */
  static final Program DECLINE = new Program(7, List.of(List.of(Item.DECLINE)));

  private static final Program[] ALL = {
    IDLE, FORWARD, KEEP, KEEP_FREES_FIRST, BACK, TAKE, BRAKE, DECLINE
  };

  private final int code;
  private final Item[] items;
  private final int[] begin;

  private Program(int code, List<List<Item>> activities) {
    this.code = code;
    items = activities.stream().flatMap(List::stream).toArray(Item[]::new);
    begin = new int[items.length + 1];
    int position = 0;
    for (List<Item> activity : activities) {
      Arrays.fill(begin, position, position + activity.size(), position);
      position += activity.size();
    }
    begin[items.length] = items.length;
  }

  static Program of(int code) {
    return ALL[code];
  }

  int code() {
    return code;
  }

  int length() {
    return items.length;
  }

  Item item(int position) {
    return items[position];
  }

  /** Where the activity of this position begins. */
  int begin(int position) {
    return begin[position];
  }

  /** Whether two positions belong to one activity. */
  boolean together(int one, int other) {
    return begin[one] == begin[other];
  }

  @Override
  public String toString() {
    return List.of(
            "idle", "forward", "keep", "keep frees first", "back", "take", "brake", "decline")
        .get(code);
  }
}
