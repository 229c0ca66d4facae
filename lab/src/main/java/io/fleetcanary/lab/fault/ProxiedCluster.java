package io.fleetcanary.lab.fault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.fleetcanary.workflow.Payloads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * A cluster behind a proxy that reads: how the proxy gets there, and the kubeconfig that leads to
 * the proxy instead. A token of the user's is passed on as it is; a client certificate stays with
 * the proxy, which shows it, and wants to see a token that only the new kubeconfig has.
 */
public final class ProxiedCluster {
  private final String name;
  private final Upstream upstream;
  private final String token;
  private final boolean ownToken;
  private final OwnCertificate certificate;

  /**
   * Reads how a kubeconfig gets there.
   *
   * @param near host that the proxy listens on, which its certificate must name
   * @throws IllegalArgumentException if there is no such context
   */
  public ProxiedCluster(Path kubeconfig, String context, String near) {
    Config config = Config.fromKubeconfig(context, kubeconfig.toFile());
    URI server = URI.create(config.getMasterUrl());
    boolean encrypted = "https".equals(server.getScheme());
    int port = server.getPort() > 0 ? server.getPort() : encrypted ? 443 : 80;
    Optional<SSLContext> trust = encrypted ? Optional.of(trust(config)) : Optional.empty();
    name = context;
    upstream = new Upstream(server.getHost(), port, trust);
    Optional<String> passedOn =
        Stream.of(config.getOauthToken(), config.getAutoOAuthToken())
            .filter(Objects::nonNull)
            .filter(said -> !said.isBlank())
            .findFirst();
    ownToken = passedOn.isEmpty();
    token = passedOn.orElseGet(() -> UUID.randomUUID().toString());
    certificate = OwnCertificate.of(near);
  }

  /** Who comes in. */
  public Door door() {
    Optional<String> wanted = ownToken ? Optional.of(token) : Optional.empty();
    return new Door(upstream.tls().map(trust -> certificate.tls()), wanted);
  }

  /** Where requests are passed on to. */
  public Upstream upstream() {
    return upstream;
  }

  /** The kubeconfig, with one context of the same name. It holds a token: keep it as such. */
  public String kubeconfig(String host, int port) {
    ObjectNode config = Payloads.mapper().createObjectNode();
    config.put("apiVersion", "v1").put("kind", "Config").put("current-context", name);
    ObjectNode server = named(config, "clusters").putObject("cluster");
    boolean encrypted = upstream.tls().isPresent();
    server.put("server", (encrypted ? "https://" : "http://") + host + ":" + port);
    if (encrypted) {
      byte[] pem = certificate.pem().getBytes(StandardCharsets.UTF_8);
      server.put("certificate-authority-data", Base64.getEncoder().encodeToString(pem));
    }
    named(config, "users").putObject("user").put("token", token);
    named(config, "contexts").putObject("context").put("cluster", name).put("user", name);
    return config.toPrettyString() + "\n";
  }

  private ObjectNode named(ObjectNode config, String list) {
    return config.putArray(list).addObject().put("name", name);
  }

  private static SSLContext trust(Config config) {
    try {
      return SSLUtils.sslContext(config);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (GeneralSecurityException wrong) {
      throw new IllegalArgumentException("certificates must be readable", wrong);
    }
  }
}
