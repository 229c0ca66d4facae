package io.fleetcanary.lab.dataplane;

import java.net.URI;

/**
 * A pod whose server listens, ready or not.
 *
 * @param image of its first container
 * @param uri where it really answers
 */
public record RunningPod(String namespace, String name, String uid, String image, URI uri) {}
