package io.fleetcanary.starter.option;

import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.server.Rollouts;
import io.fleetcanary.workflow.client.TemporalConnection;
import io.fleetcanary.workflow.client.UiLink;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say where Temporal is. They win over the environment, and that over profiles. */
public final class Server {
  @Option(
      names = "--address",
      paramLabel = "HOST:PORT",
      description = "Temporal's frontend; TEMPORAL_ADDRESS, else 127.0.0.1:7233")
  private @Nullable String address;

  @Option(
      names = "--profile",
      description =
          "of Temporal's configuration file, where nothing else says so; TEMPORAL_PROFILE, else"
              + " default")
  private @Nullable String profile;

  @Option(
      names = "--namespace",
      description = "Temporal's namespace; TEMPORAL_NAMESPACE, else default")
  private @Nullable String namespace;

  @Option(names = "--tls", description = "encrypt; TEMPORAL_TLS. An API key does so too")
  private boolean tls;

  @Option(
      names = "--tls-ca-path",
      paramLabel = "FILE",
      description = "authorities to trust, PEM; TEMPORAL_TLS_SERVER_CA_CERT_PATH")
  private @Nullable String authorities;

  @Option(
      names = "--tls-cert-path",
      paramLabel = "FILE",
      description = "our certificate, PEM; TEMPORAL_TLS_CLIENT_CERT_PATH")
  private @Nullable String certificate;

  @Option(
      names = "--tls-key-path",
      paramLabel = "FILE",
      description = "its key, PKCS #8; TEMPORAL_TLS_CLIENT_KEY_PATH")
  private @Nullable String key;

  @Option(
      names = "--tls-server-name",
      paramLabel = "NAME",
      description = "name in the server's certificate; TEMPORAL_TLS_SERVER_NAME")
  private @Nullable String serverName;

  /**
   * Where the options, then the environment, then a profile say that Temporal is. The key comes
   * from the last two only.
   */
  public TemporalConnection connection(Surroundings surroundings) {
    try {
      Map<String, String> settings = Profile.settings(surroundings.variables(), profile);
      settings.putAll(surroundings.variables());
      set(settings, "TEMPORAL_ADDRESS", address);
      set(settings, "TEMPORAL_NAMESPACE", namespace);
      set(settings, "TEMPORAL_TLS", tls ? "true" : null);
      set(settings, "TEMPORAL_TLS_SERVER_CA_CERT_PATH", authorities);
      set(settings, "TEMPORAL_TLS_CLIENT_CERT_PATH", certificate);
      set(settings, "TEMPORAL_TLS_CLIENT_KEY_PATH", key);
      set(settings, "TEMPORAL_TLS_SERVER_NAME", serverName);
      return TemporalConnection.of(settings);
    } catch (IllegalArgumentException wrong) {
      throw refused(wrong);
    }
  }

  public Rollouts connect(Surroundings surroundings) {
    try {
      return Rollouts.connect(connection(surroundings), uiAddress(surroundings));
    } catch (IllegalArgumentException wrong) {
      throw refused(wrong);
    }
  }

  /** Temporal's UI, without a look at the server. */
  public UiLink ui(Surroundings surroundings) {
    return new UiLink(connection(surroundings), uiAddress(surroundings));
  }

  private static Optional<String> uiAddress(Surroundings surroundings) {
    return Optional.ofNullable(surroundings.variables().get("TEMPORAL_UI_URL"));
  }

  private static CommandException refused(IllegalArgumentException wrong) {
    return new CommandException(
        ExitCode.REFUSED, String.valueOf(wrong.getMessage()), List.of(), wrong);
  }

  private static void set(Map<String, String> settings, String name, @Nullable String value) {
    if (value != null) {
      settings.put(name, value);
    }
  }
}
