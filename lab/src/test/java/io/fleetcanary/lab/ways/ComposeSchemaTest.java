package io.fleetcanary.lab.ways;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code docker-compose.temporal.yml} is what Compose can read. */
class ComposeSchemaTest {
  @Test
  void fitsTheSpecification() {
    assertThat(Schemas.refusals("compose", Compose.file())).isEmpty();
  }

  /** A schema that takes anything would say nothing. */
  @ParameterizedTest
  @CsvSource({"worker, build, 5", "worker, restarts, always", "temporal, healthcheck, often"})
  void doesNotFitOnceItIsWrong(String service, String field, String wrong) {
    Map<Object, Object> services = new HashMap<>((Map<?, ?>) Compose.file().get("services"));
    Map<Object, Object> spoilt = new HashMap<>(Compose.service(service));
    spoilt.put(field, wrong.equals("5") ? 5 : wrong);
    services.put(service, spoilt);
    Map<Object, Object> file = new HashMap<>(Compose.file());
    file.put("services", services);

    assertThat(Schemas.refusals("compose", file)).isNotEmpty();
  }
}
