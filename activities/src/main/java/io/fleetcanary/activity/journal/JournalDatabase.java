package io.fleetcanary.activity.journal;

import io.temporal.failure.ApplicationFailure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/**
 * The database that the journal is in. It is opened when it is first needed: a worker works without
 * it. What is said when it fails names neither address nor credentials, because it stays in
 * Temporal's histories.
 */
public final class JournalDatabase {
  static final String TYPE = "NoJournal";

  private static final String POSTGRESQL = "jdbc:postgresql:";

  /** What is in an address gets into logs. */
  private static final Pattern ADDRESS =
      Pattern.compile("jdbc:(h2|postgresql):(?!.*(password|user)=)[^@]*", Pattern.CASE_INSENSITIVE);

  private final String url;
  private final Properties login = new Properties();
  private final ReentrantLock preparing = new ReentrantLock();
  private volatile boolean prepared;

  /**
   * Not opened yet.
   *
   * @param url {@code jdbc:h2:…} or {@code jdbc:postgresql:…}
   * @param user empty where the database asks for none
   * @throws IllegalArgumentException for an address of anything else, or with credentials in it
   */
  public JournalDatabase(String url, String user, String password) {
    if (!ADDRESS.matcher(url).matches()) {
      throw new IllegalArgumentException(
          "must be jdbc:h2:... or jdbc:postgresql:..., without user and password in it");
    }
    this.url = url.startsWith(POSTGRESQL) ? impatient(url) : url + ";TRACE_LEVEL_FILE=0";
    if (!user.isEmpty()) {
      login.setProperty("user", user);
    }
    if (!password.isEmpty()) {
      login.setProperty("password", password);
    }
  }

  /** An activity has 5 s: what hangs must not hold its thread much longer. */
  private static String impatient(String url) {
    return url
        + (url.contains("?") ? "&" : "?")
        + "connectTimeout=3&socketTimeout=10&ApplicationName=fleetcanary";
  }

  /** Does something with a connection of its own, in one transaction. */
  <T> T with(Work<T> work) {
    try {
      prepare();
      try (Connection connection = DriverManager.getConnection(url, login)) {
        connection.setAutoCommit(false);
        T result = work.on(connection);
        connection.commit();
        return result;
      }
    } catch (SQLException | FlywayException failure) {
      throw unavailable(failure);
    }
  }

  private void prepare() {
    if (prepared) {
      return;
    }
    preparing.lock();
    try {
      if (!prepared) {
        String kind = url.startsWith(POSTGRESQL) ? "postgresql" : "h2";
        Flyway.configure(JournalDatabase.class.getClassLoader())
            .dataSource(url, login.getProperty("user", ""), login.getProperty("password", ""))
            .locations("classpath:io/fleetcanary/activity/journal/" + kind)
            .table("journal_schema")
            .baselineOnMigrate(true)
            .baselineVersion("0")
            .load()
            .migrate();
        prepared = true;
      }
    } finally {
      preparing.unlock();
    }
  }

  private static ApplicationFailure unavailable(Exception failure) {
    return ApplicationFailure.newFailure(sentence(state(failure)), TYPE);
  }

  private static String state(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return "";
  }

  private static String sentence(String state) {
    if (state.startsWith("08")) {
      return "the journal's database cannot be reached";
    }
    if (state.startsWith("28") || state.equals("42501")) {
      return "the journal's database refuses its user, or what that user does";
    }
    if (state.equals("90020")) {
      return "the journal's file is in use by another worker";
    }
    return "the journal's database failed with SQLSTATE " + (state.isEmpty() ? "none" : state);
  }

  /** Something to do with a connection. */
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }
}
