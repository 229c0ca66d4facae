package io.fleetcanary.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.approval.Approver;
import io.fleetcanary.core.approval.Identity;
import io.fleetcanary.core.approval.Quorum;
import io.fleetcanary.core.document.Checked;
import io.fleetcanary.core.document.Problem;
import io.fleetcanary.core.fleet.ClusterSelection;
import io.fleetcanary.core.fleet.KnownCluster;
import io.fleetcanary.core.fleet.SelectedWave;
import io.fleetcanary.core.policy.PolicyCheck.Quorums;
import io.fleetcanary.core.spec.RolloutSpec;
import io.fleetcanary.core.spec.Specs;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDtAnHaNj3OzTvUx0zCTk34c712qd6FNpW2ahkRJ4qxb ann";
  private static final String POLICY =
      """
      {namespaces: ['inference', 'ml-*'],
       registries: ['registry.example/'],
       limits: {metrics: 2, every: '10s'},
       people: {ann: {groups: ['sre'], keys: ['%s']}, bob: {groups: ['sre']}, eve: {groups: ['interns']}},
       approvals: [{where: {env: 'production'}, count: 2}]}
      """
          .formatted(KEY);
  private static final String SPEC =
      """
      {service: 'chat', namespace: 'inference', by: 'eve',
       revision: {name: 'v2', image: 'registry.example/vllm@sha256:%s'},
       waves: [{name: 'first', clusters: ['test-1'], approval: {by: ['sre'], count: 2}},
               {name: 'rest', clusters: ['prod-1']}]}
      """
          .formatted("0a".repeat(32));

  private static final String REST = "'rest', clusters: ['prod-1']";
  private static final List<KnownCluster> FLEET =
      List.of(cluster("test-1", "test"), cluster("prod-1", "production"));

  private static KnownCluster cluster(String name, String env) {
    return new KnownCluster(name, new TreeMap<>(Map.of("env", env)), "fleetcanary");
  }

  @Test
  void saysWhoseConsentEachGateNeeds() {
    Quorums quorums = valid(check(POLICY, SPEC));

    List<Approver> sre = List.of(new Approver("ann", List.of(KEY)), new Approver("bob", List.of()));
    assertThat(quorums.gates())
        .containsExactly(new Quorum(2, Identity.CLAIMED, sre, "eve"), Quorum.ANYBODY);
    assertThat(quorums.holds().people()).hasSize(3);
    assertThat(quorums.holds().asker()).isEqualTo("eve");
  }

  @Test
  void allowsEverythingToAnybodyWithoutAPolicy() {
    assertThat(PolicyCheck.check(Policy.NONE, spec(SPEC), waves(SPEC)))
        .isEqualTo(
            new Checked.Valid<>(
                new Quorums(
                    List.of(new Quorum(2, Identity.CLAIMED, List.of(), ""), Quorum.ANYBODY),
                    Quorum.ANYBODY)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          namespace: 'inference'     ~ namespace: 'default'   ~ namespace: must be one that the policy allows, got "default"; use inference, ml-*
          registry.example/          ~ elsewhere.example/     ~ revision.image: must come from a registry that the policy allows, got "elsewhere.example/vllm@sha256:0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a"; use one that begins with registry.example/
          by: 'eve'                  ~ again: true            ~ by: must say who asks, who may not consent by the policy; write your name
          by: 'eve'                  ~ by: 'x'                ~ by: must be one of the people whom the policy knows, got "x"; write your name as it is there
          registry.example/vllm      ~ registry.example.evil/vllm ~ revision.image: must come from a registry that the policy allows, got "registry.example.evil/vllm@sha256:0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a"; use one that begins with registry.example/
          by: 'eve'                  ~ by: 'bob'              ~ waves[0].approval.by: must leave 2 people who may approve, got 1; name another group
          , count: 2                 ~ ``                     ~ waves[0].approval: must be of at least 2 by the policy for clusters with {env=production}, got 1; write count: 2
          , approval: {by: ['sre'], count: 2} ~ ``            ~ waves[0].approval: must be of at least 2 by the policy for clusters with {env=production}, got 0; write count: 2
          by: ['sre']                ~ by: ['sre', 'ops']     ~ waves[0].approval.by: must be people or groups that the policy knows, got "ops"; name others
          count: 2                   ~ count: 2, identity: 'verified' ~ waves[0].approval.by: must leave 2 people with keys who may approve, got 1; name another group
          clusters: ['test-1'], approval: {by: ['sre'], count: 2}}, ~ clusters: ['prod-1']}, ~ waves[0]: must have no cluster that needs an approval by the policy, got prod-1; put a wave with other clusters, and an approval, before it
          """)
  void namesTheRuleThatSaysNo(String text, String other, String problem) {
    String rest = other.contains("prod-1") ? "'rest', clusters: ['test-1']" : REST;

    String spec = SPEC.replace(REST, rest).replace(text, other == null ? "" : other);

    assertThat(problems(check(POLICY, spec))).containsExactly(problem);
  }

  @Test
  void wantsKeysWhereItMustBeSure() {
    String spec = SPEC.replace("count: 2", "identity: 'verified'");

    assertThat(problems(PolicyCheck.check(Policy.NONE, spec(spec), waves(spec))))
        .containsExactly(
            "waves[0].approval.identity: must be claimed where the worker's policy knows no people,"
                + " got \"verified\"; have their keys written into the policy");
  }

  @Test
  void letsNobodyBeTwoPeople() {
    String policy = POLICY.replace("bob: {", "bob: {keys: ['" + KEY + "'], ");

    assertThat(problems(PolicyReader.read(Specs.tree(policy))))
        .containsExactly(
            "people.bob.keys: must be one person's, got one of ann; give each their own");
  }

  @Test
  void limitsAlsoWhatTheSpecIsSilentAbout() {
    String policy = POLICY.replace("'10s'", "'1m'");

    assertThat(problems(check(policy, SPEC)))
        .containsExactly(
            "analysis.every: must be at least 1m by the policy, got 30s; look less often");
  }

  @Test
  void limitsWhatIsAskedOfPrometheus() {
    String metrics =
        "{name: 'a', query: 'up{$track}', max: 1}, {name: 'b', query: 'up{$track}', max: 1},"
            + " {name: 'c', query: 'up{$track}', max: 1}";
    String spec =
        SPEC.replace("by: 'eve'", "by: 'eve', analysis: {every: '5s', metrics: [" + metrics + "]}");

    assertThat(problems(check(POLICY, spec)))
        .containsExactly(
            "analysis.metrics: must be at most 2 by the policy, got 3; leave some out",
            "analysis.every: must be at least 10s by the policy, got 5s; look less often");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          {people: null}                     ~ people: must not be empty; write what it allows, or leave it out
          {approvals: [{count: 2}]}          ~ approvals[0].where: must be given; name the labels of the clusters
          {approvals: [{where: {env: null}}]} ~ approvals[0].where.env: must be given; write the label's value
          {nonsense: 1}                      ~ nonsense: is not a field here; remove it, or use one of namespaces, registries, limits, people, approvals, selfApproval
          {namespaces: ['In']}               ~ namespaces[0]: must be a namespace, with * for any text, got "In"; write e.g. inference or ml-*
          {people: {ann: {keys: ['rsa']}}}   ~ people.ann.keys[0]: must be a key as in an .pub file, ssh-ed25519 AAAA…, ecdsa-sha2-nistp256 AAAA… or ssh-rsa AAAA…, or in PEM, got "rsa"; copy the .pub file, or the PEM
          {approvals: [{where: {a: 'b'}, identity: 'sure'}]}  ~ approvals[0].identity: must be one of claimed, verified, got "sure"; write one of them
          {approvals: [{where: {a: 'b'}, count: 0}]}          ~ approvals[0].count: must be a whole number from 1 to 20, got the number 0; write a number without quotes, unit or fraction
          """)
  void refusesAPolicyThatCannotBeMeant(String policy, String problem) {
    assertThat(problems(PolicyReader.read(Specs.tree(policy)))).containsExactly(problem);
  }

  private static Checked<Quorums> check(String policy, String spec) {
    return PolicyCheck.check(valid(PolicyReader.read(Specs.tree(policy))), spec(spec), waves(spec));
  }

  private static RolloutSpec spec(String json) {
    return Specs.valid(Specs.tree(json));
  }

  private static List<SelectedWave> waves(String json) {
    return valid(ClusterSelection.select(spec(json), FLEET));
  }

  private static <T> T valid(Checked<T> checked) {
    return switch (checked) {
      case Checked.Valid<T> valid -> valid.value();
      case Checked.Invalid<T> invalid -> throw new AssertionError(invalid.problems().toString());
    };
  }

  private static List<String> problems(Checked<?> checked) {
    return checked instanceof Checked.Invalid<?> invalid
        ? invalid.problems().stream().map(Problem::toString).toList()
        : List.of();
  }
}
