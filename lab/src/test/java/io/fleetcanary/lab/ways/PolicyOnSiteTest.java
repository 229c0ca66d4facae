package io.fleetcanary.lab.ways;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.starter.exit.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A worker with a policy file, from the refusal of a plan to the report: the last clusters take a
 * consent that is signed.
 */
@Timeout(600)
class PolicyOnSiteTest {
  private static final Path KEYS = Page.TOP.resolve("core/src/test/resources/approval");
  private static final String SPEC = "docs/examples/rollout.json";

  @RegisterExtension
  private static final OnSite ON_SITE = new OnSite(PolicyOnSiteTest::withAPolicy);

  private final Site site = ON_SITE.site();
  private final Shell shell = site.shell();

  private static Site withAPolicy(Path folder) {
    try {
      String key = Files.readString(KEYS.resolve("ann.pub")).strip();
      Path policy =
          Files.writeString(
              folder.resolve("policy.yaml"),
              """
              registries: [registry.example/]
              people:
                ann: {groups: [release-managers], keys: ["%s"]}
                ci: {}
              approvals:
                - {where: {region: us}, count: 1, identity: verified}
              """
                  .formatted(key));
      return Site.embedded(
          folder,
          "--fleetcanary.policy=" + policy,
          "--fleetcanary.journal.url=jdbc:h2:file:" + folder.resolve("journal"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Test
  void takesASignedConsentAndNoOther() {
    shell.succeeds("sed -i '1s/{/{\"by\": \"ci\",/' " + SPEC);
    refusesThePlanByItsRule();

    shell.succeeds("./fleetcanary start " + SPEC);
    site.await(FleetPhase.WAITING_FOR_APPROVAL);
    String approve =
        "./fleetcanary approve inference/chat --gate first --by ann --digest "
            + site.status().digest();
    Shell.Answer claimed = shell.paste(approve);
    shell.succeeds(approve + " --key " + KEYS.resolve("ann.key").toAbsolutePath());

    assertThat(claimed.code()).as(claimed.output()).isEqualTo(ExitCode.FORBIDDEN.code());
    assertThat(site.outcome().ending()).isEqualTo(FleetPhase.PROMOTED);
    assertThat(shell.succeeds("./fleetcanary report inference/chat"))
        .contains("ann (verified)", "ann (claimed)");
  }

  private void refusesThePlanByItsRule() {
    Shell.Answer plan =
        shell.paste(
            "sed 's#registry.example/#elsewhere.example/#' "
                + SPEC
                + " >other.json"
                + " && ./fleetcanary plan other.json");

    assertThat(plan.code()).as(plan.output()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(plan.output())
        .contains("revision.image: must come from a registry that the policy allows");
    assertThat(shell.succeeds("./fleetcanary plan " + SPEC)).contains("release-managers");
  }
}
