package io.nwfilter.core.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.filter.RuleSelector.Criterion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleSelectorTest {

  private static final Rule RULE =
      Rule.drop(Direction.OUT, Protocol.UDP)
          .priority(200)
          .where(Attributes.COMMENT, "no dns")
          .build();
  private static final Rule EVERY = Rule.builder(Action.RETURN, Direction.IN).build();
  private static final Filter FILTER =
      Filter.builder("my filter").rule(EVERY).include("other").rule(RULE).build();

  @ParameterizedTest
  @CsvSource({
    "filter=\"my filter\", true, true",
    "filter=other, false, false",
    "rule=1, true, false",
    "rule=2, false, true",
    "rule=3, false, false",
    "action=drop, false, true",
    "direction=in, true, false",
    "protocol=udp, false, true",
    "protocol=none, true, false",
    "priority=500, true, false",
    "priority=200 action=drop, false, true",
    "priority=200 action=return, false, false",
    "comment=\"no dns\", false, true",
    "comment=no, false, false",
  })
  void selects(String text, boolean every, boolean rule) {
    RuleSelector selector = RuleSelector.parse(text);

    assertEquals(every, selector.selects(FILTER, EVERY));
    assertEquals(rule, selector.selects(FILTER, RULE));
    assertEquals(selector, RuleSelector.parse(selector.toString()));
  }

  @Test
  void readsAllCriteria() {
    assertEquals(
        new RuleSelector(
            ImmutableMap.of(
                Criterion.FILTER, "f",
                Criterion.RULE, "2",
                Criterion.ACTION, "accept",
                Criterion.DIRECTION, "inout",
                Criterion.PROTOCOL, "tcp-ipv6",
                Criterion.PRIORITY, "-5",
                Criterion.COMMENT, "a b")),
        RuleSelector.parse(
            " comment=\"a b\"  priority=-5 protocol=tcp-ipv6 direction=inout action=accept rule=2"
                + " filter=f"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "proto=tcp|'proto' is not one of filter, rule, action, direction, protocol, priority,"
            + " comment",
        "prioritty=1|'prioritty' is not one of filter, rule, action, direction, protocol, priority,"
            + " comment; did you mean 'priority'?",
        "action=dorp|'dorp' is not one of drop, accept, reject, return, continue; did you mean"
            + " 'drop'?",
        "rule=0|'0' is not the number of a rule, which are counted from 1",
        "rule=x|'x' is not a number",
        "udp|'udp' is not a criterion of the form NAME=VALUE; names are filter, rule, action,"
            + " direction, protocol, priority, comment",
        "rule=1 rule=2|rule= appears twice",
        "comment=\"a|'\"a' is not closed: a quotation mark is missing",
        "''|what rules are chosen by is missing: filter, rule, action, direction, protocol,"
            + " priority, comment",
      })
  void refuses(String text, String message) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> RuleSelector.parse(text)).getMessage());
  }
}
