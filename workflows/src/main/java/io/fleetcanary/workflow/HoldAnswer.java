package io.fleetcanary.workflow;

/**
 * A person's answer to a hold.
 *
 * @param hold {@code hold/<cluster>/<n>}; an answer to another hold is ignored
 * @param goOn true to go on past it, false to go back
 * @param reason one sentence with the person's name
 */
public record HoldAnswer(String hold, boolean goOn, String reason) {}
