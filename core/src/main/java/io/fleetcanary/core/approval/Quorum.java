package io.fleetcanary.core.approval;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whose consent is needed to go on. Going back needs nobody's.
 *
 * @param count how many different people, 1 or more
 * @param identity how they must prove who they are
 * @param people who may; empty where anybody may, because nobody has said who people are
 * @param asker who asked for the rollout, and so may not consent to it; empty where that may be
 */
public record Quorum(int count, Identity identity, List<Approver> people, String asker) {
  /** One person, whoever it is. */
  public static final Quorum ANYBODY = new Quorum(1, Identity.CLAIMED, List.of(), "");

  /** How old a signature may be, and how far ahead the signer's clock. */
  public static final Duration FRESH = Duration.ofMinutes(10);

  /** More people are asked by no gate. */
  public static final int MOST = 20;

  private static final int NAMED = 5;

  public Quorum {
    people = List.copyOf(people);
  }

  /**
   * Why a person's consent does not count, one line, or nothing.
   *
   * @param signature as it was sent; empty where it was not signed
   * @param now when it came
   */
  public Optional<String> problem(Consent consent, String signature, Instant now) {
    return notAllowed(consent.by())
        .or(
            () ->
                signature.isEmpty() ? unsigned(consent.by()) : notSigned(consent, signature, now));
  }

  /** Whether the consent of a person counts who has proved to be one like that. */
  public boolean counts(String by, Identity how) {
    return notAllowed(by).isEmpty() && identity.or(how) == how;
  }

  /** Whether what satisfies this one satisfies the other as well. */
  public boolean covers(Quorum other) {
    return count >= other.count
        && identity.or(other.identity) == identity
        && (other.people.isEmpty() || (!people.isEmpty() && other.people.containsAll(people)));
  }

  /** How sure it is who consented, where there is no {@link #problem}. */
  public static Identity identity(String signature) {
    return signature.isEmpty() ? Identity.CLAIMED : Identity.VERIFIED;
  }

  private Optional<String> notAllowed(String by) {
    if (!asker.isEmpty() && by.equals(asker)) {
      return Optional.of(by + " has asked for this rollout and may not consent to it");
    }
    return people.isEmpty() || approver(by).isPresent()
        ? Optional.empty()
        : Optional.of("by must be one of " + names() + ", got " + by);
  }

  private Optional<String> unsigned(String by) {
    return identity == Identity.CLAIMED
        ? Optional.empty()
        : Optional.of(
            "the consent of " + by + " must be signed: fleetcanary approve … --key <file>");
  }

  private Optional<String> notSigned(Consent consent, String signature, Instant now) {
    if (Duration.between(consent.at(), now).abs().compareTo(FRESH) > 0) {
      return Optional.of(
          "a signature counts for %d min, got one of %s; sign again"
              .formatted(FRESH.toMinutes(), consent.at()));
    }
    List<String> keys = approver(consent.by()).map(Approver::keys).orElse(List.of());
    if (!keys.isEmpty() && PersonKey.valid(keys, consent.at()).findFirst().isEmpty()) {
      return Optional.of(
          "no certificate of %s is valid at %s".formatted(consent.by(), consent.at()));
    }
    return SshSignature.read(signature)
            .map(it -> it.isOf(keys, consent))
            .orElseGet(() -> PlainSignature.isOf(signature, keys, consent))
        ? Optional.empty()
        : Optional.of("the signature is not one of " + consent.by() + " for this consent");
  }

  private Optional<Approver> approver(String name) {
    return people.stream().filter(person -> person.name().equals(name)).findFirst();
  }

  /** How many of whom, for a sentence: {@code 2 of ann, bob, signed}. */
  public String text() {
    String whom = people.isEmpty() ? (count == 1 ? "person" : "people") : "of " + names();
    return count + " " + whom + (identity == Identity.VERIFIED ? ", signed" : "");
  }

  /** Who may, for a sentence; those who may not are left out. */
  String names() {
    List<String> names =
        people.stream().map(Approver::name).filter(name -> !name.equals(asker)).toList();
    String more = names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "";
    return names.stream().limit(NAMED).collect(Collectors.joining(", ")) + more;
  }
}
