package io.nwfilter.xml.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterEntry;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.ParseResult;
import io.nwfilter.xml.XmlSource;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        "<!-- nwfilter: accept mirrored --><filterref filter='a'/>",
        "<rule action='drop' direction='in'><!-- nwfilter: accept mirrored --></rule>",
      })
  void otherComments(String before) {
    ParseResult<Filter> result = read(before + "<rule action='drop' direction='in'/>");
    assertEquals(Set.of(), accepted(result, result.value().entries().size() - 1));
  }

  @Test
  void reasonsMayBeInCommentsOfTheirOwn() {
    ParseResult<Filter> result =
        read(
            "<!-- nwfilter: accept mirrored --><!-- We want it. -->"
                + "<!-- nwfilter: accept reject-is-drop -->"
                + "<rule action='drop' direction='in'/>");

    assertEquals(Set.of("mirrored", "reject-is-drop"), accepted(result, 0));
    assertEquals(List.of(), result.diagnostics());
  }

  @Test
  void aCommentAcceptsForTheReferenceAfterIt() {
    ParseResult<Filter> result =
        read(
            "<!-- nwfilter: accept attribute-ignored, parameter-unused -->"
                + "<filterref filter='a' foo='1'/><filterref filter='b' foo='2'/>");
    List<Set<String>> accepted =
        result.value().entries().stream()
            .map(entry -> ((FilterReference) entry).acceptedCodes())
            .toList();

    assertEquals(List.of(Set.of("attribute-ignored", "parameter-unused"), Set.of()), accepted);
    assertEquals(List.of("attribute-ignored"), codes(result));
  }

  @Test
  void commentsAcceptForAnInterfaceAndItsReference() {
    ParseResult<Domain> result =
        LibvirtXml.readDomain(
            XmlSource.text(
                """
                <domain>
                  <name>guest</name>
                  <devices>
                    <!-- nwfilter: accept unfiltered-interface -->
                    <interface type='user'>
                      <!-- nwfilter: accept parameter-dropped -->
                      <filterref filter='f'><parameter name='a b' value='c'/></filterref>
                    </interface>
                  </devices>
                </domain>
                """,
                "guest.xml"));
    NetworkInterface only = result.value().interfaces().get(0);

    assertEquals(Set.of("unfiltered-interface"), only.acceptedCodes());
    assertEquals(Set.of("parameter-dropped"), only.filterRef().orElseThrow().acceptedCodes());
    assertEquals(List.of(), result.diagnostics());
  }

  @Test
  void aCommentAcceptsForTheReferenceOfABinding() {
    ParseResult<FilterBinding> result =
        LibvirtXml.readFilterBinding(
            XmlSource.text(
                """
                <filterbinding>
                  <portdev name='vnet0'/>
                  <mac address='52:54:00:00:00:01'/>
                  <!-- nwfilter: accept interim-rules -->
                  <filterref filter='f'/>
                </filterbinding>
                """,
                "binding.xml"));

    assertEquals(Set.of("interim-rules"), result.value().filterRef().acceptedCodes());
    assertEquals(List.of(), result.diagnostics());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          nwfilter: accept mirrored. We want it. | 'mirrored.' is not a code, and nothing but codes \
          may follow; did you mean 'nwfilter: accept mirrored', with the reason in a comment of its \
          own?
          nwfilter: accept Mirrored | 'Mirrored' is not a code, and nothing but codes may follow
          nwfilter: accept | it names no code: 'nwfilter: accept CODE'
          nwfilter: mirrored | it must consist of 'nwfilter: accept CODE' and nothing else
          nwfilter accept mirrored | it must consist of 'nwfilter: accept CODE' and nothing else
          NWFILTER: accept mirrored | it must consist of 'nwfilter: accept CODE' and nothing else
          see ticket 5; nwfilter: accept mirrored | it must consist of 'nwfilter: accept CODE' and \
          nothing else
          """)
  void whatLooksLikeAcceptingIsWarnedOf(String comment, String why) {
    ParseResult<Filter> before =
        read("<!-- " + comment + " -->\n<rule action='drop' direction='in'/>");
    ParseResult<Filter> attribute =
        read("\n<rule action='drop' direction='in'><all comment=\"" + comment + "\"/></rule>");

    assertEquals(Set.of(), accepted(before, 0));
    assertEquals(
        List.of("f.xml:1:18: warning: accept-ignored: the comment accepts no warnings: " + why),
        before.diagnostics().stream().map(Diagnostic::toString).toList());
    assertEquals(Set.of(), accepted(attribute, 0));
    assertEquals(
        List.of(
            "f.xml:2:1: warning: accept-ignored: the attribute comment accepts no warnings: "
                + why),
        attribute.diagnostics().stream().map(Diagnostic::toString).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!-- nwfilter: accept mirrored --><uuid>6f3c0c5e-91ab-4f0e-8d27-0d3b52c1a7e9</uuid>",
        "<rule action='drop' direction='in'/><!-- nwfilter: accept mirrored -->",
        "<rule action='drop' direction='in'><!-- nwfilter: accept mirrored --></rule>",
        "<rule action='drop' direction='in'><!-- nwfilter: accept mirrored --><ip/></rule>",
      })
  void aCommentWhereNothingCanBeAcceptedIsWarnedOf(String content) {
    assertEquals(
        List.of(
            "the comment accepts no warnings: no <rule>, <filterref> or <interface> that is read"
                + " follows it"),
        read(content).diagnostics().stream().map(Diagnostic::message).toList());
  }

  @Test
  void aCommentBeforeTheRootElementAcceptsNothingAndSaysWhereItWould() {
    ParseResult<Filter> parsed =
        LibvirtXml.readFilter(
            XmlSource.text(
                "<!-- nwfilter: accept mirrored --><filter name='f'><rule action='drop'"
                    + " direction='in'><all/></rule></filter>",
                "f.xml"));
    assertEquals(
        List.of(
            "f.xml:1:1: warning: accept-ignored: the comment accepts no warnings: before the root"
                + " element it is not about any rule: put it before each <rule>, <filterref> or"
                + " <interface> that it is about"),
        parsed.diagnostics().stream().map(Diagnostic::toString).toList());
  }

  @Test
  void otherCommentsThatNameTheProgramAreNotWarnedOf() {
    assertEquals(
        List.of(),
        read("<!-- The libvirt nwfilter accepts these. --><!-- see nwfilter: 5 -->").diagnostics());
  }

  @Test
  void errorsCannotBeAccepted() {
    String rule = "<!-- nwfilter: accept missing --><rule/>";
    assertEquals(2, assertThrows(DocumentException.class, () -> read(rule)).diagnostics().size());
  }
}
