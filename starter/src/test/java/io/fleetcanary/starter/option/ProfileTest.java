package io.fleetcanary.starter.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("temporal.toml");
    Files.writeString(
        file,
        """
        [profile.default]
        address = "default.example:7233"
        [profile.prod]
        address = "prod.example:7233"
        namespace = "prod.a1b2c"
        api_key = "k3y"
        [profile.prod.tls]
        server_name = "frontend"
        client_cert_path = "/client.pem"
        client_key_path = "/client.key"
        server_ca_cert_path = "/ca.pem"
        [profile.plain.tls]
        disabled = true
        [profile.inline.tls]
        client_cert_data = "PEM"
        [profile.blind.tls]
        disable_host_verification = true
        [profile.meta.grpc_meta]
        team = "search"
        """);
  }

  @Test
  void saysWhatTheVariablesOfItsToolsWouldSay() {
    assertThat(Profile.settings(variables(), "prod"))
        .containsExactly(
            Map.entry("TEMPORAL_ADDRESS", "prod.example:7233"),
            Map.entry("TEMPORAL_API_KEY", "k3y"),
            Map.entry("TEMPORAL_NAMESPACE", "prod.a1b2c"),
            Map.entry("TEMPORAL_TLS", "true"),
            Map.entry("TEMPORAL_TLS_CLIENT_CERT_PATH", "/client.pem"),
            Map.entry("TEMPORAL_TLS_CLIENT_KEY_PATH", "/client.key"),
            Map.entry("TEMPORAL_TLS_SERVER_CA_CERT_PATH", "/ca.pem"),
            Map.entry("TEMPORAL_TLS_SERVER_NAME", "frontend"));
  }

  @Test
  void isTheDefaultOneUnlessNamed() {
    assertThat(Profile.settings(variables(), null))
        .containsExactly(Map.entry("TEMPORAL_ADDRESS", "default.example:7233"));
    assertThat(
            Profile.settings(
                Map.of("TEMPORAL_CONFIG_FILE", file.toString(), "TEMPORAL_PROFILE", "plain"), null))
        .isEmpty();
  }

  @Test
  void isFoundWhereTemporalsToolsKeepIt() throws IOException {
    Path there = folder.resolve("temporalio/temporal.toml");
    Files.createDirectories(there.getParent());
    Files.copy(file, there);

    assertThat(Profile.settings(Map.of("XDG_CONFIG_HOME", folder.toString()), null))
        .containsEntry("TEMPORAL_ADDRESS", "default.example:7233");
    assertThat(Profile.settings(Map.of("HOME", folder.toString()), null)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "nope, has no profile nope",
    "inline, certificates must be in files; use client_cert_path",
    "blind, disable_host_verification is not supported; set server_name",
    "meta, grpc_meta is not supported; remove it"
  })
  void refusesWhatItCannotDoByName(String name, String rule) {
    assertThatThrownBy(() -> Profile.settings(variables(), name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(rule);
  }

  @Test
  void refusesAProfileWithoutAFile() {
    assertThatThrownBy(() -> Profile.settings(Map.of("HOME", folder.toString()), "prod"))
        .hasMessageContaining("which does not exist");
    assertThatThrownBy(() -> Profile.settings(Map.of("TEMPORAL_CONFIG_FILE", "/none"), null))
        .hasMessage("profiles of Temporal are read from /none, which does not exist");
  }

  @Test
  void refusesWhatIsNoToml() throws IOException {
    Files.writeString(file, "[profile");

    assertThatThrownBy(() -> Profile.settings(variables(), null))
        .hasMessage(file + " must be readable TOML");
  }

  private Map<String, String> variables() {
    return Map.of("TEMPORAL_CONFIG_FILE", file.toString());
  }
}
