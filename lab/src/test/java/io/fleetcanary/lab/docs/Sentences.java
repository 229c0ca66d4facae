package io.fleetcanary.lab.docs;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The texts of two words or more in a module's sources, with … where a value goes. Left out is what
 * nobody is given as a reason: annotations, bugs, logs, summaries of timers and activities.
 */
final class Sentences extends TreeScanner<@Nullable Void, SortedMap<String, String>> {
  private static final Pattern TWO_WORDS = Pattern.compile(".*[a-z]+ +[a-z]+.*");

  /** Their texts are logs, or what Temporal shows beside a timer or an activity. */
  private static final Set<String> NO_REASONS = Set.of("log", "through", "until", "planning");

  private final String file;

  private Sentences(String file) {
    this.file = file;
  }

  /**
   * All of a module.
   *
   * @return each with the name of a file it stands in
   */
  static SortedMap<String, String> of(Path module) throws IOException {
    return in(module.resolve("src/main/java"));
  }

  /** The same of a folder, or a file. */
  static SortedMap<String, String> in(Path folder) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    SortedMap<String, String> sentences = new TreeMap<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> tree = Files.walk(folder)) {
      List<Path> sources = tree.filter(path -> path.toString().endsWith(".java")).toList();
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
      for (CompilationUnitTree unit : task.parse()) {
        new Sentences(Path.of(unit.getSourceFile().toUri()).getFileName().toString())
            .scan(unit, sentences);
      }
    }
    return sentences;
  }

  @Override
  public @Nullable Void visitAnnotation(AnnotationTree tree, SortedMap<String, String> found) {
    return null;
  }

  @Override
  public @Nullable Void visitNewClass(NewClassTree tree, SortedMap<String, String> found) {
    return tree.getIdentifier().toString().equals("IllegalStateException")
        ? null
        : super.visitNewClass(tree, found);
  }

  @Override
  public @Nullable Void visitMethodInvocation(
      MethodInvocationTree tree, SortedMap<String, String> found) {
    String[] name = tree.getMethodSelect().toString().split("\\.", -1);
    boolean logs =
        tree.getMethodSelect().toString().startsWith("Workflow.getLogger(")
            || (name.length > 1 && name[name.length - 2].equals("log"));
    return logs || NO_REASONS.contains(name[name.length - 1])
        ? null
        : super.visitMethodInvocation(tree, found);
  }

  @Override
  public @Nullable Void visitBinary(BinaryTree tree, SortedMap<String, String> found) {
    if (!hasText(tree)) {
      return super.visitBinary(tree, found);
    }
    add(text(tree), found);
    operands(tree, found);
    return null;
  }

  @Override
  public @Nullable Void visitLiteral(LiteralTree tree, SortedMap<String, String> found) {
    if (tree.getValue() instanceof String) {
      add(text(tree), found);
    }
    return null;
  }

  /** What is put between the texts may have texts of its own. */
  private void operands(ExpressionTree tree, SortedMap<String, String> found) {
    if (tree instanceof BinaryTree sum && tree.getKind() == Tree.Kind.PLUS) {
      operands(sum.getLeftOperand(), found);
      operands(sum.getRightOperand(), found);
    } else if (!(tree instanceof LiteralTree)) {
      scan(tree, found);
    }
  }

  private static boolean hasText(ExpressionTree tree) {
    if (tree instanceof BinaryTree sum && tree.getKind() == Tree.Kind.PLUS) {
      return hasText(sum.getLeftOperand()) || hasText(sum.getRightOperand());
    }
    return tree instanceof ParenthesizedTree inner
        ? hasText(inner.getExpression())
        : tree instanceof LiteralTree literal && literal.getValue() instanceof String;
  }

  private static String text(ExpressionTree tree) {
    if (tree instanceof BinaryTree sum && tree.getKind() == Tree.Kind.PLUS) {
      return text(sum.getLeftOperand()) + text(sum.getRightOperand());
    }
    return tree instanceof LiteralTree literal
        ? String.valueOf(literal.getValue()).replaceAll("%[0-9.$x]*[sdxf]", "…")
        : "…";
  }

  private void add(String text, SortedMap<String, String> found) {
    String sentence = text.replaceAll("…+", "…").replaceAll("^[ ,;:…]+|[ ,;:…]+$", "");
    if (TWO_WORDS.matcher(sentence.replaceAll("[^A-Za-z ]", "")).matches()) {
      found.put(sentence, file);
    }
  }
}
