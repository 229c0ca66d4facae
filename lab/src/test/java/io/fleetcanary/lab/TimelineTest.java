package io.fleetcanary.lab;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Temporal's UI reads like the runbook: whatever is shown there says what it is for. */
class TimelineTest {
  private static final JavaClasses WORKFLOWS =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("io.fleetcanary.workflow");

  @Test
  void saysOfEveryHandlerWhatItIsFor() {
    List<Method> handlers =
        WORKFLOWS.stream()
            .filter(type -> type.isAnnotatedWith(WorkflowInterface.class))
            .map(JavaClass::reflect)
            .flatMap(type -> Stream.of(type.getDeclaredMethods()))
            .filter(method -> description(method).isPresent())
            .toList();

    assertThat(handlers)
        .hasSizeGreaterThan(20)
        .allSatisfy(it -> assertThat(description(it).orElseThrow()).as(it.toString()).isNotBlank());
  }

  private static Optional<String> description(Method method) {
    return Stream.of(
            Optional.ofNullable(method.getAnnotation(SignalMethod.class))
                .map(SignalMethod::description),
            Optional.ofNullable(method.getAnnotation(UpdateMethod.class))
                .map(UpdateMethod::description),
            Optional.ofNullable(method.getAnnotation(QueryMethod.class))
                .map(QueryMethod::description))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Who only begins to say how an activity is called leaves the summary to all who go on. */
  @Test
  void saysOfEveryActivityAndChildWhatItIsFor() {
    List<JavaCodeUnit> beginners =
        WORKFLOWS.stream()
            .flatMap(type -> type.getCodeUnits().stream())
            .filter(TimelineTest::begins)
            .toList();

    assertThat(beginners)
        .hasSizeGreaterThan(10)
        .allSatisfy(
            unit ->
                assertThat(summarizes(unit) || callers(unit).allMatch(TimelineTest::summarizes))
                    .as(unit.getFullName())
                    .isTrue());
  }

  private static boolean begins(JavaCodeUnit unit) {
    return unit.getMethodCallsFromSelf().stream()
        .filter(call -> call.getName().equals("newBuilder"))
        .anyMatch(
            call ->
                call.getTargetOwner().isEquivalentTo(ActivityOptions.class)
                    || call.getTargetOwner().isEquivalentTo(ChildWorkflowOptions.class));
  }

  private static boolean summarizes(JavaCodeUnit unit) {
    return unit.getMethodCallsFromSelf().stream()
        .map(JavaMethodCall::getName)
        .anyMatch(name -> name.equals("setSummary") || name.equals("setStaticSummary"));
  }

  private static Stream<JavaCodeUnit> callers(JavaCodeUnit unit) {
    return unit.getAccessesToSelf().stream().map(access -> access.getOrigin());
  }

  @Test
  void saysOfEveryTimerWhatItIsFor() {
    noClasses()
        .that(resideInAPackage("io.fleetcanary.workflow.."))
        .should()
        .callMethod(Workflow.class, "sleep", Duration.class)
        .orShould()
        .callMethod(Workflow.class, "sleep", long.class)
        .orShould()
        .callMethod(Workflow.class, "newTimer", Duration.class)
        .orShould()
        .callMethod(Workflow.class, "await", Duration.class, Supplier.class)
        .orShould()
        .callMethod(Workflow.class, "newActivityStub", Class.class)
        .orShould()
        .callMethod(Workflow.class, "newChildWorkflowStub", Class.class)
        .check(WORKFLOWS);
  }
}
