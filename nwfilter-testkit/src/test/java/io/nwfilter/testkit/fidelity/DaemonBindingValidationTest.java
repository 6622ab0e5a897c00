package io.nwfilter.testkit.fidelity;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.testkit.daemon.DaemonRefusedException;
import io.nwfilter.testkit.daemon.LibvirtDaemon;
import io.nwfilter.testkit.daemon.LibvirtDaemonExtension;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bindings are read as libvirtd reads them. They are of a filter that is not there, which libvirtd
 * sees only after it has taken a document.
 */
@ExtendWith(LibvirtDaemonExtension.class)
class DaemonBindingValidationTest {

  private static final String TAKEN = "referenced filter '";
  private static final String OWNER =
      "<owner><name>guest</name><uuid>5c6a3f20-1111-4222-8333-444455556666</uuid></owner>";
  private static final String PORT = "<portdev name='vnet7'/>";
  private static final String MAC = "<mac address='52:54:00:9f:80:45'/>";
  private static final String FILTER = "<filterref filter='nowhere'/>";

  /** What only the library takes: no rule depends on the owner. */
  private static final ImmutableSet<String> DEVIATIONS =
      ImmutableSet.of(binding(PORT, MAC, FILTER));

  private static Stream<Arguments> documents() {
    return Stream.of(
        group("parts", parts(), text -> text),
        group("mac addresses", macs(), text -> binding(OWNER, PORT, mac(text), FILTER)),
        group("owners", owners(), owner -> binding(owner, PORT, MAC, FILTER)),
        group("owners' names", names(), name -> binding(owner(name), PORT, MAC, FILTER)),
        group(
            "link devices",
            names(),
            name -> binding(OWNER, PORT, "<linkdev name='" + name + "'/>", MAC, FILTER)),
        group(
            "parameters",
            parameters(),
            parameter ->
                binding(
                    OWNER,
                    PORT,
                    MAC,
                    "<filterref filter='nowhere'>" + parameter + "</filterref>")));
  }

  private static Arguments group(String name, List<String> texts, UnaryOperator<String> document) {
    return Arguments.of(name, texts.stream().map(document).toList());
  }

  private static String binding(String... parts) {
    return "<filterbinding>" + String.join("", parts) + "</filterbinding>";
  }

  private static String mac(String address) {
    return "<mac address='" + BothReaders.escaped(address) + "'/>";
  }

  private static String owner(String name) {
    return OWNER.replace("guest", name);
  }

  private static List<String> parts() {
    return List.of(
        binding(OWNER, PORT, MAC, FILTER),
        binding(FILTER, MAC, PORT, OWNER),
        binding(PORT, MAC, FILTER),
        binding(OWNER, MAC, FILTER),
        binding(OWNER, PORT, FILTER),
        binding(OWNER, PORT, MAC),
        binding(),
        binding("<owner/>", PORT, MAC, FILTER),
        binding(OWNER, "<portdev/>", MAC, FILTER),
        binding(OWNER, "<portdev name=''/>", MAC, FILTER),
        binding(OWNER, "<portdev dev='vnet7'/>", MAC, FILTER),
        binding(OWNER, PORT, "<mac/>", FILTER),
        binding(OWNER, PORT, MAC, "<filterref/>"),
        binding(OWNER, PORT, MAC, "<filterref filter=''/>"),
        binding(OWNER, PORT, MAC, "<filterref name='nowhere'/>"),
        binding(OWNER, PORT, "<linkdev/>", MAC, FILTER),
        binding(OWNER, PORT, "<linkdev name='eth0'/>", MAC, FILTER),
        binding(OWNER, OWNER, PORT, MAC, FILTER),
        binding("<owner/>", OWNER, PORT, MAC, FILTER),
        binding("<owner><name>a</name></owner>", OWNER, PORT, MAC, FILTER),
        binding("<owner><name/></owner>", OWNER, PORT, MAC, FILTER),
        binding(OWNER, PORT, "<linkdev/><linkdev name='eth0'/>", MAC, FILTER),
        binding(OWNER, PORT, "<linkdev name=''/><linkdev name='eth0'/>", MAC, FILTER),
        binding(OWNER, "<portdev name=''/>", PORT, MAC, FILTER),
        binding(OWNER, PORT, PORT, MAC, FILTER),
        binding(OWNER, PORT, "<portdev name='other'/>", MAC, FILTER),
        binding(OWNER, PORT, "<portdev/>", MAC, FILTER),
        binding(OWNER, "<portdev/>", PORT, MAC, FILTER),
        binding(OWNER, PORT, MAC, "<mac address='x'/>", FILTER),
        binding(OWNER, PORT, "<mac/>", MAC, FILTER),
        binding(OWNER, PORT, MAC, FILTER, "<filterref filter='elsewhere'/>"),
        binding(OWNER, PORT, MAC, "<filterref filter='elsewhere'/>", FILTER),
        binding(OWNER, PORT, MAC, "<filterref/>", FILTER),
        binding(OWNER, PORT, MAC, FILTER, "<nosuch/>", "text"),
        binding(OWNER, PORT, MAC, FILTER, "<b:mac xmlns:b='urn:b' address='x'/>"),
        binding(OWNER, PORT, "<b:mac xmlns:b='urn:b' address='1:2:3:4:5:6'/>", FILTER),
        binding(OWNER, PORT, MAC, "<b:filterref xmlns:b='urn:b' filter='nowhere'/>"),
        binding(OWNER, PORT, MAC, "<filterref xmlns:b='urn:b' b:filter='nowhere'/>"),
        binding(OWNER, "<portdev xmlns:b='urn:b' b:name='vnet7'/>", MAC, FILTER),
        binding(OWNER, PORT, "<mac xmlns:b='urn:b' b:address='1:2:3:4:5:6'/>", FILTER),
        "<b:filterbinding xmlns:b='urn:b'>" + OWNER + PORT + MAC + FILTER + "</b:filterbinding>",
        "<filterbinding xmlns='urn:b'>" + OWNER + PORT + MAC + FILTER + "</filterbinding>",
        "<filterbinding nosuch='1'>" + OWNER + PORT + MAC + FILTER + "</filterbinding>",
        "<FilterBinding>" + OWNER + PORT + MAC + FILTER + "</FilterBinding>",
        "<filter name='x'/>",
        "");
  }

  private static List<String> macs() {
    return List.of(
        "52:54:00:9F:80:45",
        "1:2:3:4:5:6",
        "1:2:3:4:5:6 ",
        "1:2:3:4:5:6 x",
        "1:2:3:4:5:6\t",
        "1:2:3:4:5:6\u00e9",
        " 1:2:3:4:5:6",
        "1:2:3:4:5:6x",
        "1:2:3:4:5",
        "1:2:3:4:5:6:7",
        "001:2:3:4:5:6",
        "1-2-3-4-5-6",
        "010203040506",
        "1:2:3:4:5:g",
        "00:00:00:00:00:00",
        "ff:ff:ff:ff:ff:ff",
        "01:00:5e:00:00:01",
        "$MAC",
        " ",
        "");
  }

  private static List<String> owners() {
    String name = "<name>guest</name>";
    String uuid = "<uuid>5c6a3f20-1111-4222-8333-444455556666</uuid>";
    return List.of(
        "<owner>" + name + "</owner>",
        "<owner>" + uuid + "</owner>",
        "<owner>" + uuid + name + "</owner>",
        "<owner>" + name + "<uuid/></owner>",
        "<owner>" + name + "<uuid>x</uuid></owner>",
        "<owner>" + name + "<uuid> 5c6a3f20111142228333444455556666\n</uuid></owner>",
        "<owner>" + name + "<uuid>5c6a3f20-1111-4222-8333-44445555666</uuid></owner>",
        "<owner>" + name + "<uuid>00000000-0000-0000-0000-000000000000</uuid></owner>",
        "<owner>" + name + "<uuid>11111111-1111-1111-1111-111111111111</uuid></owner>",
        "<owner>" + name + name + uuid + "</owner>",
        "<owner>" + name + uuid + "<uuid>x</uuid></owner>",
        "<owner>" + name + "<uuid>x</uuid>" + uuid + "</owner>",
        "<owner>" + name + "<uuid/>" + uuid + "</owner>",
        "<owner><name/>" + name + uuid + "</owner>",
        "<owner><name/>" + uuid + "</owner>",
        "<owner><name> </name>" + uuid + "</owner>",
        "<owner><name>a<b>c</b></name>" + uuid + "</owner>",
        "<owner>" + name + uuid + "<nosuch/></owner>",
        "<owner xmlns:o='urn:o'><o:name>guest</o:name>" + uuid + "</owner>",
        "<owner name='guest' uuid='5c6a3f20-1111-4222-8333-444455556666'/>");
  }

  private static List<String> names() {
    return Stream.of(
            "a",
            " ",
            "a b",
            "a/b",
            "-a",
            "$A",
            "%s",
            "é",
            "\ud83d\ude00",
            "a\tb",
            "a'b",
            "a\"b",
            "a<b",
            "a&b",
            "..",
            "\u0085",
            "n".repeat(300))
        .map(BothReaders::escaped)
        .toList();
  }

  private static List<String> parameters() {
    ImmutableList.Builder<String> parameters = ImmutableList.builder();
    for (String text : List.of("A", "", " ", "A-B", "é", "10.1.1.1", "::1", "a/b", "$A", "MAC")) {
      String escaped = BothReaders.escaped(text);
      parameters.add("<parameter name='" + escaped + "' value='1'/>");
      parameters.add("<parameter name='A' value='" + escaped + "'/>");
      parameters.add("<parameter name='MAC' value='" + escaped + "'/>");
      parameters.add("<parameter name='IP' value='" + escaped + "'/>");
      parameters.add("<parameter name='CTRL_IP_LEARNING' value='" + escaped + "'/>");
    }
    return parameters
        .add("<parameter/>", "<parameter name='A'/>", "<parameter value='1'/>", "<nosuch/>", "text")
        .add("<parameter name='" + "A".repeat(1000) + "' value='1'/>")
        .add("<parameter name='A' value='" + "1".repeat(1000) + "'/>")
        .build();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void takenOrRefusedByBoth(String group, List<String> documents, LibvirtDaemon daemon) {
    daemon.addTap("vnet7"); // for an interface that is not there libvirtd looks for no filter
    BothDecide.assertAlike(
        documents,
        DEVIATIONS,
        document -> LibvirtXml.readFilterBinding(XmlSource.text(document, "tried")),
        document -> Optional.of(refusal(document, daemon)).filter(r -> !r.contains(TAKEN)));
  }

  private static String refusal(String document, LibvirtDaemon daemon) {
    return String.valueOf(
        assertThrows(DaemonRefusedException.class, () -> daemon.createBinding(document))
            .getMessage());
  }
}
