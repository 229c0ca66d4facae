package io.fleetcanary.lab.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetcanary.workflow.Payloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ResultsTest {
  @TempDir private Path folder;

  @Test
  void keepsTheLastResultOfEachClass() throws IOException {
    surefire("RoutesTest", "<testcase name=\"a\" time=\"1.5\"/>");
    surefire("QueuesTest", "<testcase name=\"b\" time=\"2\"><failure>no</failure></testcase>");
    assertThat(fold("--commit", "c1")).isEqualTo(1);
    Files.delete(folder.resolve("TEST-io.fleetcanary.QueuesTest.xml"));
    surefire("RoutesTest", "<testcase name=\"a\" time=\"1\"/><testcase name=\"c\" time=\"0\"/>");

    assertThat(fold("--commit", "c2")).isZero();

    JsonNode classes = Payloads.mapper().readTree(file().toFile()).get("classes");
    assertThat(classes.findValuesAsText("name"))
        .containsExactly("QueuesTest", "b", "RoutesTest", "a", "c");
    assertThat(classes.findValuesAsText("commit")).containsExactly("c1", "c2");
    assertThat(classes.findValuesAsText("result")).containsExactly("failed", "passed", "passed");
  }

  @Test
  void leavesOutWhatIsOlder() throws IOException {
    surefire("RoutesTest", "<testcase name=\"a\" time=\"1.5\"><error/></testcase>");

    assertThat(fold("--since", Long.toString(System.currentTimeMillis() / 1000 + 60))).isZero();

    assertThat(Payloads.mapper().readTree(file().toFile()).get("classes")).isEmpty();
  }

  private void surefire(String type, String cases) throws IOException {
    Files.writeString(
        folder.resolve("TEST-io.fleetcanary." + type + ".xml"),
        "<testsuite name=\"io.fleetcanary." + type + "\">" + cases + "</testsuite>");
  }

  private int fold(String... options) {
    CommandLine line = new CommandLine(new Results());
    String[] all = new String[options.length + 2];
    all[0] = folder.toString();
    all[1] = file().toString();
    System.arraycopy(options, 0, all, 2, options.length);
    return line.execute(all);
  }

  private Path file() {
    return folder.resolve("scenes.json");
  }
}
