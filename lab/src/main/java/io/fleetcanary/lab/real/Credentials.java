package io.fleetcanary.lab.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Who may speak to one API server: its certificate, which is its own authority, and a static token
 * and a kubeconfig for each user. Tokens, not client certificates, also pass a proxy that stands
 * between and ends the encryption.
 */
public final class Credentials {
  private final Path folder;

  private Credentials(Path folder) {
    this.folder = folder;
  }

  /** A user of the API server, and the group that gives it rights, empty if roles do. */
  public enum User {
    ADMIN("admin", "system:masters"),
    /**
     * The roles that come with Kubernetes are for one account per controller; all controllers share
     * this user, so it needs the rights of all.
     */
    CONTROLLERS("system:kube-controller-manager", "system:masters"),
    SCHEDULER("system:kube-scheduler", ""),
    /** Whom the worker acts as. */
    ORCHESTRATOR("orchestrator", "");

    private final String id;
    private final String group;

    User(String id, String group) {
      this.id = id;
      this.group = group;
    }

    public String id() {
      return id;
    }
  }

  /** Makes new ones for {@code site}, in its folder. */
  static Credentials create(Site site) {
    Credentials credentials = new Credentials(site.folder());
    try {
      Files.createDirectories(site.folder());
      credentials.makeCertificate(site.cluster());
      List<String> tokens =
          Stream.of(User.values())
              .map(user -> credentials.admit(site, user, UUID.randomUUID().toString()))
              .toList();
      Files.write(credentials.tokens(), tokens);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return credentials;
  }

  Path certificate() {
    return folder.resolve("server.crt");
  }

  /** Also signs the tokens of service accounts; nothing here asks for a key of their own. */
  Path key() {
    return folder.resolve("server.key");
  }

  Path tokens() {
    return folder.resolve("tokens.csv");
  }

  Path kubeconfig(User user) {
    return folder.resolve(user.name().toLowerCase(Locale.ROOT) + ".kubeconfig");
  }

  private void makeCertificate(String cluster) throws IOException {
    Process openssl =
        new ProcessBuilder(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "30",
                "-subj",
                "/CN=" + cluster,
                "-addext",
                "subjectAltName=DNS:localhost,DNS:kubernetes.default.svc,IP:127.0.0.1",
                "-keyout",
                key().toString(),
                "-out",
                certificate().toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (openssl.onExit().join().exitValue() != 0) {
      throw new IOException("openssl must make a certificate, got " + said);
    }
  }

  /** Writes the user's kubeconfig and returns its line for the API server's token file. */
  private String admit(Site site, User user, String token) {
    try {
      byte[] authority = Files.readAllBytes(certificate());
      Files.writeString(
          kubeconfig(user),
          """
          apiVersion: v1
          kind: Config
          current-context: %1$s
          clusters:
            - name: %1$s
              cluster: {server: "https://127.0.0.1:%2$d", certificate-authority-data: %3$s}
          users:
            - name: %4$s
              user: {token: "%5$s"}
          contexts:
            - name: %1$s
              context: {cluster: %1$s, user: "%4$s"}
          """
              .formatted(
                  site.cluster(),
                  site.apiPort(),
                  Base64.getEncoder().encodeToString(authority),
                  user.id,
                  token));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return String.join(",", token, user.id, user.id, "\"" + user.group + "\"");
  }
}
