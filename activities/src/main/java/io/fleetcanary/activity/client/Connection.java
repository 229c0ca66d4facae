package io.fleetcanary.activity.client;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way to one API server. When its credentials are refused, they are read again where they come
 * from, and others get a client of their own. A server at another address never does: what leads to
 * another cluster is not followed.
 *
 * <pre>
 * taken ▶ refused ▶ read again: others ▶ taken, or refused again
 *                            └▶ the same ▶ refused, until they are renewed
 * </pre>
 */
public final class Connection implements AutoCloseable {
  /**
   * One for all clients: what it learns about Kubernetes' types takes 4 MiB and a second of a
   * processor, which a hundred clusters need once and not a hundred times.
   */
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  /** No call of a client that is not used any more takes longer. */
  private static final Duration LAST_CALLS = Duration.ofMinutes(1);

  private final Supplier<Config> credentials;
  private final String source;
  private final Duration wholeWithin;
  private final ReentrantLock renewing = new ReentrantLock();
  private volatile Made made;
  private volatile boolean refused;

  /**
   * Connects to nothing yet.
   *
   * @param credentials reads them where they come from, with all else that a client needs
   * @param source where that is, as people call it
   * @param wholeWithin how long an answer may take once it has begun
   */
  public Connection(Supplier<Config> credentials, String source, Duration wholeWithin) {
    this.credentials = credentials;
    this.source = source;
    this.wholeWithin = wholeWithin;
    made = make(credentials.get());
  }

  /** What the next calls are made with; to be asked for again by whoever calls for long. */
  public KubernetesClient client() {
    return refused ? renewed() : made.client();
  }

  private KubernetesClient renewed() {
    renewing.lock();
    try {
      if (refused) {
        Made before = made;
        Config now = credentials.get();
        if (before.differs(now)) {
          made = make(now);
          CompletableFuture.delayedExecutor(LAST_CALLS.toSeconds(), TimeUnit.SECONDS)
              .execute(before.client()::close);
        }
        refused = false;
      }
      return made.client();
    } finally {
      renewing.unlock();
    }
  }

  private Made make(Config config) {
    KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(config)
            .withKubernetesSerialization(SERIALIZATION)
            .withHttpClientBuilderConsumer(
                http ->
                    http.addOrReplaceInterceptor("respite", new Respite())
                        .addOrReplaceInterceptor("whole", new WholeAnswer(wholeWithin))
                        .addOrReplaceInterceptor(
                            "credentials",
                            new Credentials(config.getMasterUrl(), source, () -> refused = true)))
            .build();
    return new Made(client, config.getMasterUrl(), secrets(config));
  }

  /** Whatever proves who we are, by what it is and not by what file it is in. */
  private static List<String> secrets(Config config) {
    return List.of(
        text(config.getOauthToken()),
        text(config.getAutoOAuthToken()),
        text(config.getUsername()),
        text(config.getPassword()),
        text(config.getClientCertData()),
        text(config.getClientKeyData()),
        content(config.getClientCertFile()),
        content(config.getClientKeyFile()));
  }

  private static String text(@Nullable String secret) {
    return Objects.requireNonNullElse(secret, "");
  }

  private static String content(@Nullable String file) {
    try {
      return file == null ? "" : Files.readString(Path.of(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public void close() {
    made.client().close();
  }

  /** A client, and what it shows to the API server. */
  private record Made(KubernetesClient client, String server, List<String> secrets) {
    boolean differs(Config now) {
      return server.equals(now.getMasterUrl()) && !secrets.equals(Connection.secrets(now));
    }
  }
}
