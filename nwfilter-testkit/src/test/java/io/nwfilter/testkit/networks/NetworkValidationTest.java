package io.nwfilter.testkit.networks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.domain.InterfaceCode;
import io.nwfilter.core.network.Network;
import io.nwfilter.testkit.daemon.DaemonRefusedException;
import io.nwfilter.testkit.daemon.LibvirtDaemon;
import io.nwfilter.testkit.daemon.LibvirtDaemonExtension;
import io.nwfilter.testkit.golden.GoldenFile;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.ParseResult;
import io.nwfilter.xml.XmlSource;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Networks that {@code virsh net-define} refuses are refused, and no others. */
@ExtendWith(LibvirtDaemonExtension.class)
class NetworkValidationTest {

  private static final String ACCEPTED = "ok";

  /** A document with what both say about it. */
  private record Answers(String document, String libvirt, List<String> library, boolean unsafe) {

    boolean agree() {
      boolean accepted = library.isEmpty() || library.get(0).startsWith("warning: ");
      return libvirt.equals(ACCEPTED) == accepted || unsafe;
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder(document).append('\n');
      text.append("  libvirt: ").append(libvirt).append('\n');
      library.forEach(line -> text.append("  nwfilter: ").append(line).append('\n'));
      return text.toString();
    }
  }

  @Test
  void sameAnswers(LibvirtDaemon daemon) throws IOException {
    List<Answers> answers = new ArrayList<>();
    for (String document : documents()) {
      answers.add(answers(daemon, document));
    }

    GoldenFile.at(NetworkFiles.of("validation.txt"))
        .assertMatches(String.join("\n", answers.stream().map(Answers::toString).toList()));
    assertEquals(ImmutableList.of(), answers.stream().filter(answer -> !answer.agree()).toList());
  }

  private static List<String> documents() throws IOException {
    return Splitter.on("\n\n")
        .splitToStream(Files.readString(NetworkFiles.of("validation.txt")).strip())
        .map(block -> Splitter.on('\n').splitToList(block).get(0))
        .toList();
  }

  private static Answers answers(LibvirtDaemon daemon, String document) {
    List<String> lines = new ArrayList<>();
    boolean unsafe = false;
    try {
      ParseResult<Network> result = LibvirtXml.readNetwork(XmlSource.text(document, "n"));
      result.diagnostics().forEach(diagnostic -> lines.add("warning: " + line(diagnostic)));
    } catch (NwfilterException e) {
      e.diagnostics().forEach(diagnostic -> lines.add(line(diagnostic)));
      // The daemon leaves it to the kernel to refuse these, or to read them in another way.
      unsafe = e.diagnostic().code() == InterfaceCode.ILLEGAL_INTERFACE_NAME;
    }
    return new Answers(document, libvirt(daemon, document), lines, unsafe);
  }

  private static String line(Diagnostic diagnostic) {
    return diagnostic.code() + ": " + diagnostic.message();
  }

  private static String libvirt(LibvirtDaemon daemon, String document) {
    try {
      daemon.networks().define(document);
      return ACCEPTED;
    } catch (DaemonRefusedException e) {
      return Splitter.on('\n').splitToList(String.valueOf(e.getMessage())).get(0);
    } finally {
      daemon.networks().removeAll();
    }
  }
}
