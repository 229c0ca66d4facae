package io.fleetcanary.lab;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.Timer;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Who may know whom, and what nobody may do. */
class ArchitectureTest {
  private static final int TYPES_PER_PACKAGE = 15;

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("io.fleetcanary");

  /** What decides: replayed by workflows, or called by what is replayed. */
  private static final String[] DETERMINISTIC = {
    "io.fleetcanary.core..", "io.fleetcanary.workflow.."
  };

  @Test
  void knowsThisProductAtAll() {
    assertThat(
            Stream.of(
                "core", "workflow", "activity", "report", "worker", "starter", "recovery", "lab"))
        .allSatisfy(
            room ->
                assertThat(PRODUCT.that(resideInAPackage("io.fleetcanary." + room + "..")))
                    .as(room)
                    .isNotEmpty());
  }

  @Test
  void decidesWithoutTheWorld() {
    classes()
        .that()
        .resideInAPackage("io.fleetcanary.core..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "io.fleetcanary.core..",
                "java..",
                "javax.crypto..",
                "com.fasterxml.jackson.annotation..",
                "org.jspecify.annotations..",
                "org.apache.commons.statistics..",
                "org.apache.commons.numbers.."))
        .check(PRODUCT);
  }

  @Test
  void looksInOneDirectionOnly() {
    mayNotKnow("core", "workflow", "activity", "report", "worker", "starter", "recovery", "lab");
    mayNotKnow("workflow", "activity", "report", "worker", "starter", "recovery", "lab");
    mayNotKnow("activity", "report", "worker", "starter", "recovery", "lab");
    mayNotKnow("report", "activity", "worker", "starter", "recovery", "lab");
    mayNotKnow("worker", "starter", "recovery", "lab");
    mayNotKnow("starter", "activity", "worker", "recovery", "lab");
    mayNotKnow("recovery", "worker", "lab");
  }

  private static void mayNotKnow(String room, String... others) {
    String[] packages =
        Stream.of(others).map(other -> "io.fleetcanary." + other + "..").toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage("io.fleetcanary." + room + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .check(PRODUCT);
  }

  @Test
  void usesEachLibraryWhereItBelongs() {
    onlyIn("io.fabric8..", "activity", "recovery", "lab");
    onlyIn("org.springframework..", "worker");
    onlyIn("picocli..", "starter", "recovery", "lab");
    onlyIn("org.jline..", "starter");
    onlyIn("com.jcraft..", "starter");
    onlyIn("org.snakeyaml..", "worker", "starter", "lab");
    onlyIn("java.sql..", "activity");
    onlyIn("org.flywaydb..", "activity");
    onlyIn("jakarta.mail..", "activity");
    onlyIn("io.cloudevents..", "activity");
    onlyIn("io.temporal.envconfig..", "starter");
    onlyIn("java.net.http..", "activity", "worker", "starter", "lab");
  }

  private static void onlyIn(String library, String... rooms) {
    String[] packages =
        Stream.of(rooms).map(room -> "io.fleetcanary." + room + "..").toArray(String[]::new);
    noClasses()
        .that()
        .resideOutsideOfPackages(packages)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(PRODUCT);
  }

  @Test
  void hasNoCyclesBetweenPackages() {
    slices().matching("io.fleetcanary.(**)").should().beFreeOfCycles().check(PRODUCT);
  }

  @Test
  void callsThingsByTheirNames() {
    noClasses()
        .should()
        .haveNameMatching(".*(Impl|Manager|Helper|Utils?|Base|Data|Info)")
        .orShould()
        .haveSimpleNameStartingWith("Abstract")
        .check(PRODUCT);
  }

  @Test
  void readsNoClockAndRollsNoDiceWhereHistoryIsReplayed() {
    noClasses()
        .that()
        .resideInAnyPackage(DETERMINISTIC)
        .should()
        .callMethodWhere(
            named("now").and(owner(resideInAPackage("java.time.."))).as("a clock of java.time"))
        .orShould()
        .callMethodWhere(
            named("currentTimeMillis", "nanoTime", "getenv", "getProperty", "identityHashCode")
                .and(owner(System.class))
                .as("the clock or the environment of System"))
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Random.class)
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(ThreadLocalRandom.class, Clock.class)
        .check(PRODUCT);
  }

  @Test
  void startsNoThreadsWhereHistoryIsReplayed() {
    noClasses()
        .that()
        .resideInAnyPackage(DETERMINISTIC)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.util.concurrent..")
                .and(describe("not an exception", type -> !type.isAssignableTo(Throwable.class))))
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Thread.class, ThreadLocal.class, Timer.class)
        .check(PRODUCT);
  }

  @Test
  void readsNoFilesAndOpensNoConnectionsWhereHistoryIsReplayed() {
    noClasses()
        .that()
        .resideInAnyPackage(DETERMINISTIC)
        .and()
        .resideOutsideOfPackage("io.fleetcanary.workflow.client..") // not replayed: it connects
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "java.nio.file..", "java.sql..")
        .check(PRODUCT);
  }

  /** Their order differs from one JVM to the next. */
  @Test
  void iteratesInTheSameOrderEverywhereWhereHistoryIsReplayed() {
    noClasses()
        .that()
        .resideInAnyPackage(DETERMINISTIC)
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(HashMap.class, HashSet.class)
        .orShould()
        .callMethodWhere(
            named("of", "copyOf", "ofEntries")
                .and(owner(Set.class).or(owner(Map.class)))
                .as("Set.of, Map.of or their like"))
        .orShould()
        .callMethodWhere(
            named("toSet", "toMap", "toUnmodifiableSet", "toUnmodifiableMap")
                .and(owner(Collectors.class))
                .and(atMost(3))
                .as("a collector into a hash map or set"))
        .orShould()
        .callMethodWhere(
            named("groupingBy")
                .and(owner(Collectors.class))
                .and(atMost(2))
                .as("a grouping without a map of its own"))
        .check(PRODUCT);
  }

  @Test
  void evaluatesNoExpressionsAndStartsNoProcesses() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.fleetcanary.lab..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework.expression..", "javax.script..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(ProcessBuilder.class)
        .orShould()
        .callMethodWhere(named("exec").and(owner(Runtime.class)).as("Runtime.exec"))
        .check(PRODUCT);
  }

  @Test
  void keepsPackagesSmall() {
    Map<String, Long> sizes =
        PRODUCT.stream()
            .filter(type -> !type.isNestedClass() && !type.getSimpleName().equals("package-info"))
            .collect(groupingBy(JavaClass::getPackageName, TreeMap::new, counting()));

    sizes.values().removeIf(size -> size <= TYPES_PER_PACKAGE);

    assertThat(sizes).as("packages with more than %d types", TYPES_PER_PACKAGE).isEmpty();
  }

  @Test
  void saysWhatMayBeNull() {
    assertThat(PRODUCT.stream().map(JavaClass::getPackage).distinct())
        .allSatisfy(
            part ->
                assertThat(part.isAnnotatedWith(NullMarked.class))
                    .as("%s is @NullMarked", part.getName())
                    .isTrue());
  }

  private static DescribedPredicate<JavaCall<?>> named(String... names) {
    return describe(
        String.join(" or ", names), call -> List.of(names).contains(call.getTarget().getName()));
  }

  private static DescribedPredicate<JavaCall<?>> owner(Class<?> type) {
    return owner(describe(type.getSimpleName(), owner -> owner.isEquivalentTo(type)));
  }

  private static DescribedPredicate<JavaCall<?>> owner(DescribedPredicate<JavaClass> types) {
    return describe("of " + types.getDescription(), call -> types.test(call.getTargetOwner()));
  }

  private static DescribedPredicate<JavaCall<?>> atMost(int most) {
    return describe(
        "with at most " + most + " parameters",
        call -> call.getTarget().getRawParameterTypes().size() <= most);
  }
}
