package io.fleetcanary.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.starter.CommandLineFixture.Typed;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What commands print, word for word: the help of each, the forms for scripts, and errors. {@code
 * -Dgolden.write=true} writes the files that are missing.
 */
@Timeout(600)
class FormsTest {
  @RegisterExtension static final CommandLineFixture TEMPORAL = new CommandLineFixture();

  @BeforeEach
  void start() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);
  }

  @AfterEach
  void endTheRollout() {
    TEMPORAL.type("abort", "inference/chat");
  }

  static Stream<String> commands() {
    return TEMPORAL
        .type("--help")
        .out()
        .lines()
        .dropWhile(line -> !line.equals("Commands:"))
        .skip(1)
        .takeWhile(line -> line.startsWith("  "))
        .filter(line -> line.matches("  [a-z].*"))
        .map(line -> line.strip().split("[ ,]", 2)[0]);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void saysWhatItTakes(String command) {
    Typed typed = TEMPORAL.type(command, "--help");

    String golden = CommandLineFixture.golden("help-" + command + ".txt", typed.out());
    assertThat(typed).isEqualTo(new Typed(0, golden, ""));
  }

  @ParameterizedTest
  @CsvSource({
    "status.md,         status inference/chat -o md",
    "why.txt,           why inference/chat",
    "why.json,          why inference/chat -o json",
    "why.yaml,          why inference/chat -o yaml",
    "plan.yaml,         plan FILE -o yaml",
    "plan.md,           plan FILE -o md",
    "start-dry-run.json,start FILE --dry-run -o json",
    "explain.json,      explain failure -o json",
    "explain.yaml,      explain failure -o yaml",
    "presets.txt,       presets list",
    "approve.txt,       approve inference/chat --gate first --digest d1ge57",
    "approve.yaml,      approve inference/chat --gate first --digest d1ge57 -o yaml",
    "reject.json,       reject inference/chat --gate first --reason worse -o json",
    "pause.json,        pause inference/chat --reason lunch -o json",
    "retry.json,        retry inference/chat --cluster eu-1 -o json",
    "skip.json,         skip inference/chat --cluster eu-1 -o json",
    "abandon.json,      abandon inference/chat --cluster eu-1 -o json",
    "abort.json,        abort inference/chat --reason pager -o json",
    "start-joined.yaml, start FILE -o yaml",
    "diff.yaml,         diff inference/search 2026.11.3 2026.11.4 -o yaml",
    "preset.txt,        presets show vllm",
    "pause.txt,         pause inference/chat --reason lunch",
    "retry.txt,         retry inference/chat --cluster eu-1",
    "skip.txt,          skip inference/chat --cluster eu-1",
    "abandon.txt,       abandon inference/chat --cluster eu-1",
    "abort.txt,         abort inference/chat --reason pager",
    "rollback.json,     rollback inference/search --to 2026.11.4 -o json"
  })
  void answersInThisForm(String golden, String command) {
    Typed typed = type(command);

    assertThat(typed).isEqualTo(new Typed(0, CommandLineFixture.golden(golden, typed.out()), ""));
  }

  @ParameterizedTest
  @CsvSource({"resume.txt, resume inference/chat", "resume.json, resume inference/chat -o json"})
  void answersWhatWasPausedInThisForm(String golden, String command) {
    TEMPORAL.type("pause", "inference/chat");

    Typed typed = type(command);

    assertThat(typed).isEqualTo(new Typed(0, CommandLineFixture.golden(golden, typed.out()), ""));
  }

  /** The first line says what is wrong, the others what to do. */
  @ParameterizedTest
  @CsvSource({
    "error-command.txt,   2, statsu inference/chat",
    "error-rollout.txt,   2, status",
    "error-option.txt,    2, status inference/chat --wiat",
    "error-output.txt,    2, status inference/chat -o xml",
    "error-junit.txt,     2, status inference/chat -o junit",
    "error-file.txt,      2, start nowhere.yaml",
    "error-stage.txt,     2, start FILE --wait=never",
    "error-time.txt,      2, status inference/chat --wait --timeout soon",
    "error-gate.txt,     10, approve inference/chat --gate last --digest d1ge57",
    "error-digest.json,  10, approve inference/chat --gate first --digest 0ld -o json",
    "error-person.json,  11, approve inference/chat --gate first --digest d1ge57 --by eve -o json",
    "error-person.txt,   11, approve inference/chat --gate first --digest d1ge57 --by eve",
    "error-cluster.txt,  10, skip inference/chat --cluster eu-9",
    "error-unknown.json, 10, status inference/nobody -o json",
    "error-report.txt,   10, report inference/nobody",
    "error-diff.txt,     10, diff inference/search 2026.11.1 2026.11.9",
    "error-rollback.txt, 10, rollback inference/search --to 2026.11.3",
    "error-preset.txt,    2, presets show vlm"
  })
  void saysWhatIsWrong(String golden, int code, String command) {
    Typed typed = type(command);

    assertThat(typed)
        .isEqualTo(new Typed(code, "", CommandLineFixture.golden(golden, typed.err())));
  }

  private static Typed type(String command) {
    List<String> words =
        Stream.of(command.split(" ", -1))
            .map(word -> word.equals("FILE") ? CommandLineFixture.SPEC : word)
            .toList();
    return TEMPORAL.type(words.toArray(String[]::new));
  }
}
