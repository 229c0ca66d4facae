package io.fleetcanary.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.starter.CommandLineFixture.Typed;
import io.fleetcanary.starter.exit.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Without a cluster; what it reads from one is played in module recovery and on the lab's fleet.
 */
class InitTest {
  @TempDir private Path folder;

  @Test
  void writesASpecThatIsValidAndItsSchema() throws IOException {
    Typed typed = type("init", spec().toString());

    assertThat(typed)
        .isEqualTo(
            new Typed(
                0,
                "wrote " + spec() + "\n",
                "next: put in what is new, then fleetcanary validate " + spec() + "\n"));
    assertThat(Files.readString(spec())).isEqualTo(CommandLineFixture.golden("init.yaml"));
    assertThat(folder.resolve("fleetcanary.schema.json"))
        .hasSameTextualContentAs(Path.of("../schema/rollout.v1.json"));
    assertThat(type("validate", spec().toString()))
        .isEqualTo(new Typed(0, spec() + ": valid, chat change-me\n", ""));
  }

  @Test
  void writesOverNothingUnlessForced() throws IOException {
    Files.writeString(spec(), "mine");

    Typed refused = type("init", spec().toString());

    assertThat(refused.code()).isEqualTo(ExitCode.CONFLICT.code());
    assertThat(refused.err())
        .isEqualTo(
            spec()
                + " is there already; nothing was written\n"
                + "  name another file, or write over it with --force\n");
    assertThat(spec()).hasContent("mine");
    assertThat(folder.resolve("fleetcanary.schema.json")).doesNotExist();

    assertThat(type("init", "--force", spec().toString()).code()).isZero();
    assertThat(spec()).content().startsWith("# yaml-language-server: $schema=./fleetcanary.schema");
  }

  @Test
  void leavesASchemaOfAnotherVersionAlone() throws IOException {
    Path schema = Files.writeString(folder.resolve("fleetcanary.schema.json"), "{}");

    Typed typed = type("init", spec().toString());

    assertThat(typed.code()).isZero();
    assertThat(typed.err())
        .startsWith(schema + " is of another version and stays; --force writes over it\n");
    assertThat(schema).hasContent("{}");
  }

  @Test
  void namesASchemaThatIsSomewhereElse() {
    Typed typed = type("init", "--schema", "https://example.com/rollout.json", spec().toString());

    assertThat(typed.code()).isZero();
    assertThat(spec())
        .content()
        .startsWith("# yaml-language-server: $schema=https://example.com/rollout.json\n");
    assertThat(folder.resolve("fleetcanary.schema.json")).doesNotExist();
  }

  @Test
  void saysWhatItCannotLookAt() {
    assertThat(type("init", "--from", "isvc/chat", spec().toString()))
        .isEqualTo(
            new Typed(
                ExitCode.REFUSED.code(),
                "",
                "--from must be deployment/<name>, other kinds are not built yet, got isvc/chat\n"));
    assertThat(type("init", "--from", "deployment/chat", spec().toString()).err())
        .startsWith("--from needs --context, the cluster to look at\n");
    assertThat(type("init", "--from", "deploy/chat", "--context", "eu-1", spec().toString()).err())
        .startsWith("--from needs a Kubernetes client, which this program comes without\n")
        .contains("./fleetcanary init --from deployment/chat");
    assertThat(spec()).doesNotExist();
  }

  private Path spec() {
    return folder.resolve("rollout.yaml");
  }

  private static Typed type(String... words) {
    return CommandLineFixture.typeAt("127.0.0.1:1", words);
  }
}
