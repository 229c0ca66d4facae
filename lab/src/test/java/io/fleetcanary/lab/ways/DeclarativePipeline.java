package io.fleetcanary.lab.ways;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.builder.AstBuilder;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.control.CompilePhase;

/**
 * A Jenkins pipeline as its parser sees it: Groovy first, then sections, by name. There is no
 * schema; the names are those of "Pipeline Syntax" in Jenkins' handbook.
 */
final class DeclarativePipeline {
  private static final Set<String> SECTIONS =
      Set.of(
          "agent",
          "environment",
          "libraries",
          "options",
          "parameters",
          "post",
          "stages",
          "tools",
          "triggers");

  private static final Set<String> OF_A_STAGE =
      Set.of(
          "agent",
          "environment",
          "failFast",
          "input",
          "matrix",
          "options",
          "parallel",
          "post",
          "stages",
          "steps",
          "tools",
          "when");

  private final List<String> problems = new ArrayList<>();
  private final List<String> stages = new ArrayList<>();

  /**
   * Reads one.
   *
   * @throws org.codehaus.groovy.control.MultipleCompilationErrorsException if it is no Groovy
   */
  static DeclarativePipeline parse(String text) {
    List<ASTNode> script = new AstBuilder().buildFromString(CompilePhase.CONVERSION, text);
    List<MethodCallExpression> top = calls((BlockStatement) script.getFirst());
    DeclarativePipeline pipeline = new DeclarativePipeline();
    if (top.size() == 1 && top.getFirst().getMethodAsString().equals("pipeline")) {
      pipeline.look(sections(top.getFirst()));
    } else {
      pipeline.problems.add("must be one pipeline block");
    }
    return pipeline;
  }

  /** What is wrong with it, one sentence each. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  /** Names, in their order. */
  List<String> stages() {
    return List.copyOf(stages);
  }

  private void look(List<MethodCallExpression> sections) {
    check("pipeline", sections, SECTIONS, List.of("agent", "stages"));
    sections.stream()
        .filter(section -> section.getMethodAsString().equals("stages"))
        .flatMap(stages -> sections(stages).stream())
        .forEach(this::stage);
  }

  private void stage(MethodCallExpression stage) {
    stages.add(name(stage));
    check("stage " + name(stage), sections(stage), OF_A_STAGE, List.of("steps"));
  }

  private void check(
      String where, List<MethodCallExpression> sections, Set<String> known, List<String> needed) {
    List<String> names = sections.stream().map(MethodCallExpression::getMethodAsString).toList();
    Optional<String> unknown = names.stream().filter(name -> !known.contains(name)).findFirst();
    Optional<String> missing = needed.stream().filter(name -> !names.contains(name)).findFirst();
    unknown
        .map(name -> where + " has no section " + name)
        .or(() -> missing.map(name -> where + " needs a section " + name))
        .ifPresent(problems::add);
  }

  private static String name(MethodCallExpression stage) {
    Expression first = arguments(stage).getFirst();
    return first instanceof ConstantExpression name ? name.getText() : "";
  }

  private static List<MethodCallExpression> sections(MethodCallExpression block) {
    return arguments(block).getLast() instanceof ClosureExpression closure
        ? calls((BlockStatement) closure.getCode())
        : List.of();
  }

  private static List<Expression> arguments(MethodCallExpression call) {
    return ((ArgumentListExpression) call.getArguments()).getExpressions();
  }

  private static List<MethodCallExpression> calls(BlockStatement block) {
    List<MethodCallExpression> calls = new ArrayList<>();
    for (Statement statement : block.getStatements()) {
      if (statement instanceof ExpressionStatement line
          && line.getExpression() instanceof MethodCallExpression call) {
        calls.add(call);
      }
    }
    return calls;
  }
}
