/**
 * What must be true of every revision of every object while a rollout is at work, checked over what
 * was recorded of it.
 *
 * <p>What the rules I1 to I14 mean here, and what of them no object shows:
 *
 * <table>
 * <caption>Invariants</caption>
 * <tr><td>I1</td><td>{@link io.fleetcanary.lab.invariant.Capacity}: nobody takes stable's pods away; requests return
 *     to stable once it was ready for them. Not: pods that fail by themselves</td></tr>
 * <tr><td>I2, I3, I13</td><td>{@link io.fleetcanary.lab.invariant.Weights}</td></tr>
 * <tr><td>I4, I5</td><td>{@link io.fleetcanary.lab.invariant.Order}. Not: regions and failure domains, which no spec
 *     has</td></tr>
 * <tr><td>I6, I10, I11</td><td>{@link io.fleetcanary.lab.invariant.Ownership}</td></tr>
 * <tr><td>I7</td><td>{@link io.fleetcanary.lab.invariant.Order}: an approval was sent before. Not: how many, by whom
 *     and for how long, which are in no object</td></tr>
 * <tr><td>I8</td><td>{@link io.fleetcanary.lab.invariant.Evidence}: the bake was over, stable had the revision. Not:
 *     the verdict and its samples, which are in no object</td></tr>
 * <tr><td>I9</td><td>{@link io.fleetcanary.lab.invariant.Pinned}</td></tr>
 * <tr><td>I12</td><td>{@link io.fleetcanary.lab.invariant.Fields}</td></tr>
 * <tr><td>I14</td><td>no check: there are no freeze windows yet</td></tr>
 * </table>
 */
@NullMarked
package io.fleetcanary.lab.invariant;

import org.jspecify.annotations.NullMarked;
