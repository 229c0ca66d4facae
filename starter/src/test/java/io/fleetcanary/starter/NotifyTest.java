package io.fleetcanary.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.starter.CommandLineFixture.Typed;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(600)
class NotifyTest {
  @RegisterExtension static final CommandLineFixture TEMPORAL = new CommandLineFixture();

  @ParameterizedTest
  @CsvSource({"human, notify.txt", "json, notify.json", "yaml, notify.yaml"})
  void saysWhoTookTheTestAndWhoDidNot(String format, String golden) {
    Typed typed = TEMPORAL.type("notify", "-o", format);

    assertThat(typed).isEqualTo(new Typed(9, CommandLineFixture.golden(golden, typed.out()), ""));
  }
}
