package io.fleetcanary.workflow.client;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.File;
import java.util.Map;
import javax.net.ssl.SSLException;

/**
 * How the connection to Temporal is encrypted. Empty texts mean "not set".
 *
 * @param enabled on even when nothing else is set; any other setting turns it on too
 * @param authorityFile PEM file of the authorities that may sign the server's certificate
 * @param certificateFile PEM file of the client's certificate
 * @param keyFile PEM file of the client's key, PKCS #8
 * @param serverName name that the server's certificate must carry, when it is not the target's host
 */
public record Tls(
    boolean enabled,
    String authorityFile,
    String certificateFile,
    String keyFile,
    String serverName) {
  public static final Tls NONE = new Tls(false, "", "", "", "");

  public Tls {
    if (certificateFile.isEmpty() != keyFile.isEmpty()) {
      throw new IllegalArgumentException(
          "a client certificate and its key must be set together, got only the "
              + (keyFile.isEmpty() ? "certificate" : "key"));
    }
  }

  static Tls of(Map<String, String> environment) {
    return new Tls(
        Boolean.parseBoolean(environment.getOrDefault("TEMPORAL_TLS", "false")),
        environment.getOrDefault("TEMPORAL_TLS_SERVER_CA_CERT_PATH", ""),
        environment.getOrDefault("TEMPORAL_TLS_CLIENT_CERT_PATH", ""),
        environment.getOrDefault("TEMPORAL_TLS_CLIENT_KEY_PATH", ""),
        environment.getOrDefault("TEMPORAL_TLS_SERVER_NAME", ""));
  }

  /** Whether the connection is to be encrypted. */
  public boolean wanted() {
    return enabled || !(authorityFile + certificateFile + serverName).isEmpty();
  }

  void applyTo(WorkflowServiceStubsOptions.Builder options) {
    if (wanted()) {
      options.setSslContext(context());
      if (!serverName.isEmpty()) {
        options.setChannelInitializer(channel -> channel.overrideAuthority(serverName));
      }
    }
  }

  private SslContext context() {
    try {
      SslContextBuilder builder = GrpcSslContexts.forClient();
      if (!authorityFile.isEmpty()) {
        builder.trustManager(new File(authorityFile));
      }
      if (!certificateFile.isEmpty()) {
        builder.keyManager(new File(certificateFile), new File(keyFile));
      }
      return builder.build();
    } catch (SSLException | IllegalArgumentException unreadable) {
      throw new IllegalArgumentException(
          "TLS files must be readable PEM files: " + unreadable.getMessage(), unreadable);
    }
  }
}
