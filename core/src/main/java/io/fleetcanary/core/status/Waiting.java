package io.fleetcanary.core.status;

import java.time.Instant;

/**
 * What a rollout waits for.
 *
 * @param gate a wave's name, or {@code hold/<cluster>/<n>}
 * @param why one sentence
 * @param since when it began to wait
 * @param deadline when nobody's answer becomes the answer
 * @param otherwise what happens then, one sentence
 */
public record Waiting(String gate, String why, Instant since, Instant deadline, String otherwise) {}
