package io.nwfilter.cli;

import static io.nwfilter.cli.CommandRun.inCheckout;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example compiles without javac's warnings, and does by code what the command does with XML.
 */
class CompileHogeExampleTest {

  private JavaProgram example;

  @BeforeEach
  void compile(@TempDir Path directory) throws Exception {
    String source = Files.readString(inCheckout("examples/CompileHoge.java"));
    example = JavaProgram.compile("CompileHoge", source, directory);
  }

  @AfterEach
  void close() throws Exception {
    example.close();
  }

  @Test
  void printsWhatTheCommandPrints() throws Exception {
    String command =
        CommandRun.of(
                "compile",
                "--filters",
                inCheckout("examples/filters"),
                inCheckout("examples/hoge.xml"))
            .compiled();
    assertTrue(command.contains("\n-A FI-vnet2 "), command);
    assertEquals(command, example.run());
  }

  @Test
  void buildsTheFilterOfTheXml() throws Exception {
    Filter parsed =
        LibvirtXml.readFilter(XmlSource.file(inCheckout("examples/filters/moge.xml"))).value();
    Filter withoutUuid =
        new Filter(
            parsed.name(),
            Optional.empty(),
            parsed.chain(),
            parsed.givenChainPriority(),
            parsed.entries(),
            parsed.location());
    assertEquals(withoutUuid, example.call("moge"));
  }

  @Test
  void buildsTheDomainOfTheXml() throws Exception {
    Domain parsed = LibvirtXml.readDomain(XmlSource.file(inCheckout("examples/hoge.xml"))).value();
    Domain withoutUuid =
        new Domain(parsed.name(), Optional.empty(), parsed.interfaces(), parsed.location());
    assertEquals(withoutUuid, example.call("hoge"));
  }
}
