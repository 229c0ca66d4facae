package io.fleetcanary.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.spec.Presets;
import io.fleetcanary.starter.CommandLineFixture.Typed;
import io.fleetcanary.starter.exit.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs no server: it is offline. */
class PresetsCommandTest {
  private static final String NOWHERE = "127.0.0.1:1";

  @TempDir private Path folder;

  @Test
  void listsAll() {
    Typed typed = CommandLineFixture.typeAt(NOWHERE, "presets", "list");

    assertThat(typed.code()).isZero();
    assertThat(typed.out().lines()).hasSize(17).contains("vllm           vLLM, V1 engine");
  }

  @Test
  void showsOneAsItIsWritten() {
    Typed typed = CommandLineFixture.typeAt(NOWHERE, "presets", "show", "gpu");

    assertThat(typed.out()).isEqualTo(Presets.named("gpu").orElseThrow().text());
  }

  @Test
  void checksAFileOfOnesOwn() throws IOException {
    Path mine = Files.writeString(folder.resolve("mine.preset"), "[errors]\nbad = a{$track}\n");

    Typed typed = CommandLineFixture.typeAt(NOWHERE, "presets", "show", mine.toString());

    assertThat(typed.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(typed.err())
        .contains("mine.preset is not a valid preset")
        .contains("preset mine.metrics[0].of: must be given");
  }

  @Test
  void namesWhatThereIs() {
    Typed typed = CommandLineFixture.typeAt(NOWHERE, "presets", "show", "vlm");

    assertThat(typed.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(typed.err()).contains("must be a file or one of vllm, sglang");
  }
}
