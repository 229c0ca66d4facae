package io.fleetcanary.starter.watch;

import java.util.SortedMap;

/**
 * What a key would send.
 *
 * @param message the rollout's
 * @param fields of it
 * @param effect what it does, one sentence: asked before it is sent
 */
record Order(String message, SortedMap<String, String> fields, String effect) {}
