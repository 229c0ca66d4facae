package io.fleetcanary.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.starter.CommandLineFixture.Typed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(600)
class ClustersTest {
  @RegisterExtension static final CommandLineFixture TEMPORAL = new CommandLineFixture();

  @ParameterizedTest
  @CsvSource({"table, clusters.txt", "json, clusters.json", "yaml, clusters.yaml"})
  void showsTheClustersThatTheWorkerKnows(String format, String golden) {
    Typed typed = TEMPORAL.type("clusters", "-o", format);

    assertThat(typed).isEqualTo(new Typed(0, CommandLineFixture.golden(golden, typed.out()), ""));
  }

  @Test
  void showsThoseWithALabel() {
    Typed typed = TEMPORAL.type("clusters", "-l", "region=us", "-l", "tier=1");

    assertThat(typed.out().lines()).hasSize(2).anyMatch(line -> line.startsWith("us-1 "));
  }
}
