package io.fleetcanary.workflow.question;

import io.fleetcanary.core.approval.Consent;
import io.fleetcanary.core.approval.Identity;
import io.fleetcanary.core.approval.Quorum;
import io.fleetcanary.workflow.question.Question.Answer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whose consents a question wants: those of each of its quorums.
 *
 * @param quorums one at least
 */
record Wanted(List<Quorum> quorums) {
  Wanted {
    quorums = List.copyOf(quorums);
  }

  /** Whether enough people have consented. */
  boolean met(List<Answer> consents) {
    return quorums.stream().allMatch(quorum -> count(quorum, consents) >= quorum.count());
  }

  /** Whether some of them must be signed. */
  boolean signed() {
    return quorums.stream().anyMatch(quorum -> quorum.identity() == Identity.VERIFIED);
  }

  /** Why a consent counts for none of them, one line, or nothing; as {@link Quorum#problem}. */
  Optional<String> problem(Consent consent, String signature, Instant now) {
    List<Optional<String>> problems =
        quorums.stream().map(quorum -> quorum.problem(consent, signature, now)).toList();
    return problems.stream().allMatch(Optional::isPresent) ? problems.getFirst() : Optional.empty();
  }

  /** How many have consented, who, and how sure that is. */
  String progress(List<Answer> consents) {
    String who =
        consents.stream()
            .map(consent -> consent.identity().beside(consent.by()))
            .collect(Collectors.joining(", "));
    String counts =
        quorums.stream()
            .map(quorum -> count(quorum, consents) + " of " + counted(quorum))
            .collect(Collectors.joining(" and "));
    return counts + " consents: " + who;
  }

  /** Who is asked, where it is not just anybody: {@code going on takes 2 of ann, bob, signed}. */
  Optional<String> text() {
    return quorums.equals(List.of(Quorum.ANYBODY))
        ? Optional.empty()
        : Optional.of(
            "going on takes "
                + quorums.stream().map(Quorum::text).collect(Collectors.joining(" and ")));
  }

  /** Of several, each is told by its people. */
  private String counted(Quorum quorum) {
    return quorums.size() == 1 ? String.valueOf(quorum.count()) : quorum.text();
  }

  private static long count(Quorum quorum, List<Answer> consents) {
    return consents.stream().filter(it -> quorum.counts(it.by(), it.identity())).count();
  }
}
