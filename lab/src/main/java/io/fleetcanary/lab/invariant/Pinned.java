package io.fleetcanary.lab.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetcanary.lab.invariant.history.History;
import io.fleetcanary.lab.invariant.history.Kind;
import io.fleetcanary.lab.invariant.history.Moment;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The image that was asked for is what runs (I9): in the canary and each of its pods from the first
 * to the last moment, and stable gets this one or the one before; and the canary's template never
 * changes.
 */
final class Pinned {
  private final Intent intent;

  private Pinned(Intent intent) {
    this.intent = intent;
  }

  static Stream<Violation> check(History history, Intent intent) {
    Pinned pinned = new Pinned(intent);
    return history.written().flatMap(moment -> pinned.at(moment).stream());
  }

  private Optional<Violation> at(Moment moment) {
    Optional<JsonNode> is = moment.is();
    if (is.isEmpty()) {
      return Optional.empty();
    }
    if (moment.object().equals(intent.stable())) {
      return stable(moment, is.get());
    }
    if (moment.object().equals(intent.canary())) {
      return canary(moment, template(is.get()));
    }
    return moment.of(Kind.POD) && ofCanary(is.get()) && !leaving(is.get())
        ? image(moment, is.get(), List.of())
        : Optional.empty();
  }

  private static boolean ofCanary(JsonNode pod) {
    JsonNode track = pod.path("metadata").path("labels").path("fleetcanary.io/track");
    return track.asText().equals("canary");
  }

  /** One that goes may be left over from a rollout before. */
  private static boolean leaving(JsonNode pod) {
    return pod.path("metadata").has("deletionTimestamp");
  }

  private static JsonNode template(JsonNode deployment) {
    return deployment.path("spec").path("template");
  }

  /** Keeping what somebody else has put there changes nothing. */
  private Optional<Violation> stable(Moment moment, JsonNode is) {
    JsonNode recorded = LedgerSeen.in(moment.before(), intent).template();
    Optional<JsonNode> was = moment.was().map(Pinned::template);
    List<String> others =
        Stream.concat(Stream.of(recorded), was.stream())
            .flatMap(template -> image(template).stream())
            .toList();
    return image(moment, template(is), others);
  }

  private Optional<Violation> canary(Moment moment, JsonNode is) {
    return moment
        .was()
        .map(Pinned::template)
        .filter(was -> !was.equals(is))
        .map(was -> Violation.at(moment, Invariant.I9, "the canary's template must not change"))
        .or(() -> image(moment, is, List.of()));
  }

  /**
   * Whether it is the one asked for.
   *
   * @param template that has a spec with containers
   * @param others that are right too
   */
  private Optional<Violation> image(Moment moment, JsonNode template, List<String> others) {
    Optional<String> is = image(template);
    boolean right =
        intent.image().isEmpty()
            || is.equals(intent.image())
            || others.containsAll(is.stream().toList());
    return right
        ? Optional.empty()
        : Optional.of(
            Violation.at(
                moment,
                Invariant.I9,
                "image must be %s, got %s"
                    .formatted(intent.image().orElse(""), is.orElse("none"))));
  }

  private Optional<String> image(JsonNode template) {
    JsonNode containers = template.path("spec").path("containers");
    return StreamSupport.stream(containers.spliterator(), false)
        .filter(it -> intent.container().map(it.path("name").asText()::equals).orElse(true))
        .findFirst()
        .map(it -> it.path("image").asText());
  }
}
