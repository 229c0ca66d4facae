package io.fleetcanary.workflow.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemporalConnectionTest {
  @Test
  void speaksToTheDevServerWhenNothingIsSaid() {
    TemporalConnection connection = TemporalConnection.of(Map.of());

    assertThat(connection).isEqualTo(TemporalConnection.plain("127.0.0.1:7233", "default"));
    assertThat(connection.options().build().getEnableHttps()).isFalse();
  }

  @Test
  void readsTheVariablesOfTemporalsOwnTools() {
    TemporalConnection connection =
        TemporalConnection.of(
            Map.of(
                "TEMPORAL_ADDRESS", "temporal.example:7233",
                "TEMPORAL_NAMESPACE", "prod",
                "TEMPORAL_API_KEY", "s3cret",
                "TEMPORAL_TLS_SERVER_CA_CERT_PATH", "/etc/ca.pem",
                "TEMPORAL_TLS_CLIENT_CERT_PATH", "/etc/client.pem",
                "TEMPORAL_TLS_CLIENT_KEY_PATH", "/etc/client.key",
                "TEMPORAL_TLS_SERVER_NAME", "frontend"));

    assertThat(connection)
        .isEqualTo(
            new TemporalConnection(
                "temporal.example:7233",
                "prod",
                "s3cret",
                new Tls(false, "/etc/ca.pem", "/etc/client.pem", "/etc/client.key", "frontend")));
    assertThat(connection.tls().wanted()).isTrue();
  }

  @Test
  void encryptsWhenAskedTo() {
    WorkflowServiceStubsOptions options =
        TemporalConnection.of(Map.of("TEMPORAL_TLS", "true")).options().build();

    assertThat(options.getSslContext()).isNotNull();
  }

  @Test
  void encryptsWhenThereIsAnApiKey() {
    WorkflowServiceStubsOptions options =
        TemporalConnection.of(Map.of("TEMPORAL_API_KEY", "s3cret")).options().build();

    assertThat(options.getEnableHttps()).isTrue();
  }

  @Test
  void refusesACertificateWithoutItsKey() {
    assertThatThrownBy(() -> new Tls(true, "", "/etc/client.pem", "", ""))
        .hasMessage(
            "a client certificate and its key must be set together, got only the certificate");
  }

  @ParameterizedTest
  @CsvSource({
    "TEMPORAL_TLS_CLIENT_CERT_DATA, PEM, 'must be a file; set TEMPORAL_TLS_CLIENT_CERT_PATH'",
    "TEMPORAL_TLS_CLIENT_KEY_DATA, PEM, 'must be a file; set TEMPORAL_TLS_CLIENT_KEY_PATH'",
    "TEMPORAL_TLS_SERVER_CA_CERT_DATA, PEM, 'must be a file; set TEMPORAL_TLS_SERVER_CA_CERT_PATH'",
    "TEMPORAL_TLS_DISABLE_HOST_VERIFICATION, true, 'is not supported; set TEMPORAL_TLS_SERVER_NAME'",
    "TEMPORAL_GRPC_META_TEAM, search, is not supported; remove it"
  })
  void refusesVariablesItDoesNotObeyByName(String variable, String value, String rule) {
    assertThatThrownBy(() -> TemporalConnection.of(Map.of(variable, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(variable + " " + rule);
  }

  @ParameterizedTest
  @CsvSource({
    "TEMPORAL_TLS_CLIENT_CERT_DATA, ''",
    "TEMPORAL_TLS_DISABLE_HOST_VERIFICATION, false",
    "TEMPORAL_GRPC_META_TEAM, ''"
  })
  void takesVariablesThatAskForNothing(String variable, String value) {
    assertThat(TemporalConnection.of(Map.of(variable, value)))
        .isEqualTo(TemporalConnection.plain("127.0.0.1:7233", "default"));
  }

  @Test
  void saysWhichFileCannotBeRead() {
    TemporalConnection connection =
        new TemporalConnection(
            "host:7233", "default", "", new Tls(true, "/nowhere/ca.pem", "", "", ""));

    assertThatThrownBy(connection::options)
        .hasMessageContaining("TLS files must be readable PEM files")
        .hasMessageContaining("/nowhere/ca.pem");
  }

  @Test
  void neverShowsTheKey() {
    TemporalConnection connection =
        new TemporalConnection("host:7233", "default", "s3cret", Tls.NONE);

    assertThat(connection).hasToString("host:7233, namespace default");
  }
}
