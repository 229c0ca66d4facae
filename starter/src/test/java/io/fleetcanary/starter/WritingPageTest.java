package io.fleetcanary.starter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A spec written as {@code docs/start/fleetcanary.md} says, pasted into a shell. */
class WritingPageTest {
  @TempDir private Path folder;

  @BeforeEach
  void putTheCommandThere() throws IOException {
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            FleetCanary.class.getName());
    Path launcher = folder.resolve("fleetcanary");
    Files.writeString(launcher, "#!/bin/sh\nexec '" + String.join("' '", java) + "' \"$@\"\n");
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void writesExplainsAndChecksASpec() throws Exception {
    assertThat(paste(block("init"))).contains("wrote rollout.yaml");
    assertThat(paste(block("explain"))).contains("How long an answer is waited for.");
    assertThat(paste("./fleetcanary validate rollout.yaml")).contains("rollout.yaml: valid");
    assertThat(folder.resolve("fleetcanary.schema.json")).exists();
  }

  private static String block(String name) throws IOException {
    String page = Files.readString(Path.of("../docs/start/fleetcanary.md"));
    Matcher block = Pattern.compile("(?s)```sh " + name + "\\n(.*?)```").matcher(page);
    assertThat(block.find()).as(name).isTrue();
    return block.group(1);
  }

  private String paste(String script) throws IOException, InterruptedException {
    Process bash =
        new ProcessBuilder("bash", "-euc", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    bash.getOutputStream().close();
    String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as("%s%n%s", script, output).isZero();
    return output;
  }
}
