package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.activity.cluster.FleetInventory.ApiAccess;
import io.fleetcanary.lab.LabFleet;
import io.fleetcanary.recovery.Restore;
import io.fleetcanary.starter.option.Surroundings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A service brought back in one cluster from its ledger, as a person does it. */
public final class ByLedger {
  private ByLedger() {}

  /** {@code fleetcanary restore}, with the worker's credentials. */
  public static void restore(LabFleet fleet, String cluster, String namespace) {
    ApiAccess access =
        fleet.inventory().clusters().stream()
            .filter(entry -> entry.name().equals(cluster))
            .findFirst()
            .orElseThrow()
            .access();
    assertThat(access).isInstanceOf(ApiAccess.Kubeconfig.class);
    ApiAccess.Kubeconfig kubeconfig = (ApiAccess.Kubeconfig) access;
    List<String> words =
        List.of("--kubeconfig", kubeconfig.file(), "--context", kubeconfig.context());
    assertThat(type(words, "--yes", "--drain", "2s", namespace + "/chat"))
        .isEqualTo(namespace + "/chat is as it was before the rollout\n");
  }

  /** Types the rest of a command and returns what it prints. */
  static String type(List<String> where, String... more) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Surroundings surroundings =
        new Surroundings(
            new PrintWriter(out), new PrintWriter(err), new TreeMap<>(), Clock.systemUTC());
    List<String> words = new ArrayList<>(where);
    words.addAll(List.of(more));
    int code = Restore.run(surroundings, question -> false, words.toArray(String[]::new));
    assertThat(code).as("%s%n%s", out, err).isZero();
    return out.toString();
  }
}
