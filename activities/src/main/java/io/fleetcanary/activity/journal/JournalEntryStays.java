package io.fleetcanary.activity.journal;

import java.sql.Connection;
import java.sql.SQLException;
import org.h2.api.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * Refuses to change or remove lines, in H2; in PostgreSQL the migration says it in SQL. Public, and
 * named in a migration: H2 makes it. Who opens the file without this class can read and add, and
 * change as little.
 */
public final class JournalEntryStays implements Trigger {
  @Override
  public void fire(
      Connection connection,
      @Nullable Object @Nullable [] before,
      @Nullable Object @Nullable [] after)
      throws SQLException {
    throw new SQLException("the journal is only added to");
  }
}
