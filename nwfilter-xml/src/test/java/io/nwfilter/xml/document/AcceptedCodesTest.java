package io.nwfilter.xml.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterEntry;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.ParseResult;
import io.nwfilter.xml.XmlSource;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptedCodesTest {

  private static ParseResult<Filter> read(String content) {
    return LibvirtXml.readFilter(
        XmlSource.text("<filter name='f'>" + content + "</filter>", "f.xml"));
  }

  private static Set<String> accepted(ParseResult<Filter> result, int rule) {
    FilterEntry entry = result.value().entries().get(rule);
    return ((Rule) entry).acceptedCodes();
  }

  private static List<String> codes(ParseResult<Filter> result) {
    return result.diagnostics().stream().map(each -> each.code().id()).toList();
  }

  @Test
  void aCommentAcceptsForTheRuleAfterIt() {
    ParseResult<Filter> result =
        read(
            "<!-- nwfilter: accept attribute-ignored, mirrored -->\n"
                + "<rule action='drop' direction='in'><tcp foo='1'/></rule>"
                + "<rule action='drop' direction='in'><tcp foo='2'/></rule>");

    assertEquals(Set.of("attribute-ignored", "mirrored"), accepted(result, 0));
    assertEquals(Set.of(), accepted(result, 1));
    assertEquals(List.of("attribute-ignored"), codes(result));
    assertEquals("foo='2'", result.diagnostics().get(0).message().substring(0, 7));
  }

  @Test
  void anAttributeThatSurvivesLibvirtAcceptsToo() {
    ParseResult<Filter> result =
        read(
            "<rule action='drop' direction='in'>"
                + "<all comment='nwfilter: accept mirrored'/></rule>");

    assertEquals(Set.of("mirrored", "comment-not-rendered"), accepted(result, 0));
    assertEquals(
        Set.of("mirrored", "comment-not-rendered"),
        accepted(
            LibvirtXml.readFilter(XmlSource.text(LibvirtXml.dump(result.value()), "d.xml")), 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!-- accept mirrored -->",
        "<!-- nwfilter: mirrored -->",
        "<!-- nwfilter: acceptable mirrored -->",
        "<!-- nwfilter: -->",
        "<!---->",
        "<!-- nwfilter: accept mirrored --><!-- of course -->",
        "<!-- nwfilter: accept mirrored --><filterref filter='a'/>",
        "<rule action='drop' direction='in'><!-- nwfilter: accept mirrored --></rule>",
      })
  void otherComments(String before) {
    ParseResult<Filter> result = read(before + "<rule action='drop' direction='in'/>");
    assertEquals(Set.of(), accepted(result, result.value().entries().size() - 1));
  }

  @Test
  void errorsCannotBeAccepted() {
    String rule = "<!-- nwfilter: accept missing --><rule/>";
    assertEquals(2, assertThrows(DocumentException.class, () -> read(rule)).diagnostics().size());
  }
}
