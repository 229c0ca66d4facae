package io.fleetcanary.workflow.wire;

import io.fleetcanary.workflow.AnalysisActivities;
import io.fleetcanary.workflow.ClusterRollout;
import io.fleetcanary.workflow.FleetRollout;
import io.fleetcanary.workflow.PlanningActivities;
import io.fleetcanary.workflow.RollbackActivities;
import io.fleetcanary.workflow.SurveyActivities;
import io.fleetcanary.workflow.TrafficActivities;
import io.fleetcanary.workflow.WorkloadActivities;
import io.fleetcanary.workflow.journal.JournalActivities;
import io.fleetcanary.workflow.journal.KeepJournal;
import io.fleetcanary.workflow.journal.ShowJournal;
import io.fleetcanary.workflow.journal.ShowPast;
import io.fleetcanary.workflow.notification.NotificationActivities;
import io.fleetcanary.workflow.notification.Notify;
import io.fleetcanary.workflow.notification.TryNotifications;
import io.fleetcanary.workflow.pool.EvidencePool;
import io.fleetcanary.workflow.preview.PreviewRollout;
import io.fleetcanary.workflow.preview.ShowFleet;
import io.fleetcanary.workflow.report.MakeReport;
import io.fleetcanary.workflow.report.ReportActivities;
import io.fleetcanary.workflow.search.SearchActivities;
import io.fleetcanary.workflow.sweep.LedgerActivities;
import io.fleetcanary.workflow.sweep.Sweep;
import io.fleetcanary.workflow.sweep.SweepActivities;
import io.fleetcanary.workflow.takeover.TakeOver;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Every record that travels as a payload: all that the contracts' signatures lead to. */
final class WireRecords {
  private static final List<Class<?>> CONTRACTS =
      List.of(
          FleetRollout.class,
          ClusterRollout.class,
          PreviewRollout.class,
          ShowFleet.class,
          SearchActivities.class,
          ShowPast.class,
          ShowJournal.class,
          KeepJournal.class,
          Notify.class,
          NotificationActivities.class,
          TryNotifications.class,
          JournalActivities.class,
          MakeReport.class,
          ReportActivities.class,
          PlanningActivities.class,
          SurveyActivities.class,
          WorkloadActivities.class,
          TrafficActivities.class,
          AnalysisActivities.class,
          RollbackActivities.class,
          Sweep.class,
          SweepActivities.class,
          LedgerActivities.class,
          TakeOver.class,
          EvidencePool.class);

  private final Set<Class<?>> found = new TreeSet<>(Comparator.comparing(Class::getName));

  private WireRecords() {}

  static List<Class<?>> all() {
    WireRecords records = new WireRecords();
    for (Class<?> contract : CONTRACTS) {
      for (Method method : contract.getMethods()) {
        records.follow(method.getGenericReturnType());
        for (Type parameter : method.getGenericParameterTypes()) {
          records.follow(parameter);
        }
      }
    }
    return records.found.stream().filter(Class::isRecord).toList();
  }

  /** {@code Step.SetWeight}. */
  static String name(Class<?> type) {
    return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
  }

  private void follow(Type type) {
    if (type instanceof ParameterizedType generic) {
      for (Type argument : generic.getActualTypeArguments()) {
        follow(argument);
      }
    } else if (type instanceof Class<?> plain && ours(plain) && found.add(plain)) {
      if (plain.isSealed()) {
        for (Class<?> subtype : plain.getPermittedSubclasses()) {
          follow(subtype);
        }
      }
      if (plain.isRecord()) {
        for (RecordComponent component : plain.getRecordComponents()) {
          follow(component.getGenericType());
        }
      }
    }
  }

  private static boolean ours(Class<?> type) {
    return type.getName().startsWith("io.fleetcanary.");
  }
}
