package io.fleetcanary.starter.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class OutputTest {
  private final StringWriter out = new StringWriter();
  private final Surroundings surroundings =
      new Surroundings(
          new PrintWriter(out),
          new PrintWriter(new StringWriter()),
          new TreeMap<>(),
          Clock.systemUTC());

  @Test
  void keepsControlCharactersFromTheTerminal() {
    output().answer(surroundings, "approved by \u001b]0;root\u0007ann\nstarted");

    assertThat(out).hasToString("approved by  ]0;root ann; started\n");
  }

  @Test
  void keepsControlCharactersOutOfAComment() {
    output("-o", "md").answer(surroundings, "Diff", List.of(), List.of("a\u202eb", "", "```"));

    assertThat(out).hasToString("### Diff\n\n````text\na b\n\n```\n````\n");
  }

  private static Output output(String... typed) {
    Any command = new Any();
    new CommandLine(command).parseArgs(typed);
    return command.output;
  }

  @Command(name = "any")
  private static final class Any {
    @Mixin private Output output = new Output();
  }
}
