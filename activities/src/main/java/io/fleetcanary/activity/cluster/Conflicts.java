package io.fleetcanary.activity.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.function.Supplier;

/** Looks again when somebody else was faster. */
final class Conflicts {
  /** A few rivals at most; after that Temporal retries, later. */
  private static final int LOOKS = 5;

  private Conflicts() {}

  /** Repeats an attempt, its looks included, while its write meets another version. */
  static <R> R again(Supplier<R> attempt) {
    for (int looks = 1; ; looks++) {
      try {
        return attempt.get();
      } catch (KubernetesClientException failure) {
        if (looks == LOOKS || !conflict(failure)) {
          throw failure;
        }
      }
    }
  }

  /** What was seen has changed, or has gone. */
  private static boolean conflict(KubernetesClientException failure) {
    return failure.getCode() == HttpURLConnection.HTTP_CONFLICT
        || failure.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
  }
}
