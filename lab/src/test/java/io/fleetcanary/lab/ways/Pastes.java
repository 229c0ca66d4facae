package io.fleetcanary.lab.ways;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Blocks of the pages that a test pastes. {@link OnSite} fails a test that has not copied them;
 * {@link PagesTest} says, in every build, which blocks no test has.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Pastes.Several.class)
public @interface Pastes {
  /** Names of the pages, each of which has all of these blocks. */
  String[] of();

  String[] blocks();

  /** More than one. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @interface Several {
    Pastes[] value();
  }
}
