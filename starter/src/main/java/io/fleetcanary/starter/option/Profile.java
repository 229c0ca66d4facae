package io.fleetcanary.starter.option;

import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.ClientConfigTLS;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A profile of the file that Temporal's own tools read ({@code temporal config}), as the variables
 * that would say the same.
 */
final class Profile {
  private static final String FILE = "temporalio/temporal.toml";

  private final Map<String, String> variables;
  private final SortedMap<String, String> settings = new TreeMap<>();

  private Profile(Map<String, String> variables) {
    this.variables = variables;
  }

  /**
   * What a profile says; nothing where there is no file and none was named.
   *
   * @param variables of the environment
   * @param name as typed; else {@code TEMPORAL_PROFILE}, else {@code default}
   * @throws IllegalArgumentException when it is not there, cannot be read, or says what is not
   *     supported here
   */
  static SortedMap<String, String> settings(Map<String, String> variables, @Nullable String name) {
    Profile profile = new Profile(variables);
    Optional<String> asked =
        Optional.ofNullable(name).or(() -> Optional.ofNullable(variables.get("TEMPORAL_PROFILE")));
    profile.file(asked.isPresent()).ifPresent(file -> profile.read(file, asked));
    return profile.settings;
  }

  private Optional<Path> file(boolean needed) {
    Optional<Path> named = Optional.ofNullable(variables.get("TEMPORAL_CONFIG_FILE")).map(Path::of);
    Optional<Path> file = named.or(() -> folder().map(folder -> folder.resolve(FILE)));
    if (file.isEmpty() || Files.exists(file.get()) || !(needed || named.isPresent())) {
      return file.filter(Files::exists);
    }
    throw new IllegalArgumentException(
        "profiles of Temporal are read from " + file.get() + ", which does not exist");
  }

  private Optional<Path> folder() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (system.startsWith("windows")) {
      return Optional.ofNullable(variables.get("APPDATA")).map(Path::of);
    }
    Optional<Path> home = Optional.ofNullable(variables.get("HOME")).map(Path::of);
    return system.startsWith("mac")
        ? home.map(it -> it.resolve("Library/Application Support"))
        : Optional.ofNullable(variables.get("XDG_CONFIG_HOME"))
            .map(Path::of)
            .or(() -> home.map(it -> it.resolve(".config")));
  }

  private void read(Path file, Optional<String> name) {
    try {
      LoadClientConfigProfileOptions.Builder options =
          LoadClientConfigProfileOptions.newBuilder()
              .setDisableEnv(true)
              .setConfigFilePath(file.toString());
      name.ifPresent(options::setConfigFileProfile);
      take(ClientConfigProfile.load(options.build()), file);
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(file + " must be readable TOML", unreadable);
    } catch (IllegalArgumentException missing) {
      throw name.isPresent() && String.valueOf(missing.getMessage()).startsWith("Unable to find")
          ? new IllegalArgumentException(file + " has no profile " + name.get(), missing)
          : missing;
    }
  }

  private void take(ClientConfigProfile profile, Path file) {
    if (profile.getMetadata() != null && !profile.getMetadata().keys().isEmpty()) {
      throw new IllegalArgumentException(file + ": grpc_meta is not supported; remove it");
    }
    put("TEMPORAL_ADDRESS", profile.getAddress());
    put("TEMPORAL_NAMESPACE", profile.getNamespace());
    put("TEMPORAL_API_KEY", profile.getApiKey());
    ClientConfigTLS tls = profile.getTls();
    if (tls != null && !Boolean.TRUE.equals(tls.isDisabled())) {
      take(tls, file);
    }
  }

  private void take(ClientConfigTLS tls, Path file) {
    boolean inline =
        tls.getClientCertData() != null
            || tls.getClientKeyData() != null
            || tls.getServerCACertData() != null;
    if (inline || Boolean.TRUE.equals(tls.isDisableHostVerification())) {
      throw new IllegalArgumentException(
          file
              + (inline
                  ? ": certificates must be in files; use client_cert_path, client_key_path and"
                      + " server_ca_cert_path"
                  : ": disable_host_verification is not supported; set server_name"));
    }
    put("TEMPORAL_TLS", "true");
    put("TEMPORAL_TLS_CLIENT_CERT_PATH", tls.getClientCertPath());
    put("TEMPORAL_TLS_CLIENT_KEY_PATH", tls.getClientKeyPath());
    put("TEMPORAL_TLS_SERVER_CA_CERT_PATH", tls.getServerCACertPath());
    put("TEMPORAL_TLS_SERVER_NAME", tls.getServerName());
  }

  private void put(String variable, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      settings.put(variable, value);
    }
  }
}
