package io.fleetcanary.lab.gameday;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetcanary.lab.fault.Cable;
import io.fleetcanary.lab.fault.Fault;
import io.fleetcanary.lab.fault.Rule;
import io.fleetcanary.lab.fault.Strand;
import io.fleetcanary.lab.fault.Trap;
import io.fleetcanary.lab.fault.Traps;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrdersTest {
  private final Traps traps = new Traps();
  private final Cable cable = Cable.onLoopback(Strand::close);
  private final Orders orders = new Orders(cable, Optional.of(traps));

  @AfterEach
  void close() {
    cable.close();
  }

  @Test
  void setsATrapFromWords() {
    orders.obey("reply-lost on PATCH,PUT path httproutes from 2 times 1");

    assertThat(traps.all())
        .singleElement()
        .extracting(Trap::rule)
        .isEqualTo(
            Rule.of(new Fault.ReplyLost())
                .on(java.util.List.of("PATCH", "PUT"), "httproutes")
                .from(2)
                .times(1));
  }

  @Test
  void knowsHowLong() {
    orders.obey("429 retry-after 2s on writes for 1m30s");

    assertThat(traps.all())
        .singleElement()
        .extracting(Trap::rule)
        .isEqualTo(
            Rule.of(new Fault.Answered(429, Duration.ofSeconds(2)))
                .on(Rule.WRITES, "")
                .lasting(Duration.ofSeconds(90)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "409",
        "late 3s",
        "slow-body 10s",
        "half-body",
        "silent",
        "broken",
        "cut",
        "cut for 1s",
        "refuse",
        "half-open",
        "delay 2s",
        "delay 2s for 1m",
        "join",
        "clear",
        "hits",
        "help",
        ""
      })
  void understands(String line) {
    assertThat(orders.obey(line)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "late, 'a time must be like 30s or 1m30s, got nothing'",
    "late soon, 'a time must be like 30s or 1m30s, got soon'",
    "late 3s whenever, unknown word whenever",
    "cut now, unknown word now",
    "409 times 0, 'a number must be 1 or more, got 0'"
  })
  void saysWhatItDoesNotUnderstand(String line, String why) {
    assertThatThrownBy(() -> orders.obey(line)).hasMessage(why);
  }

  @Test
  void listsTheFaultsItKnows() {
    assertThatThrownBy(() -> orders.obey("explode"))
        .hasMessageStartingWith("a fault must be a status from 400 to 599, late")
        .hasMessageEndingWith("got explode");
  }

  @Test
  void countsWhatWasMet() {
    orders.obey("broken");

    assertThat(orders.obey("hits")).startsWith("0 x Broken").endsWith("0 x connections spoilt");
  }

  @Test
  void doesNotReadWhatItCannotRead() {
    Orders blind = new Orders(cable, Optional.empty());

    assertThatThrownBy(() -> blind.obey("409"))
        .hasMessageContaining("only with --kubeconfig and --context");
    assertThat(blind.obey("cut")).isEqualTo("cut");
  }
}
