package io.nwfilter.cli;

import static io.nwfilter.cli.Inputs.filter;
import static io.nwfilter.cli.Inputs.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code nwfilter dumpxml} prints what the daemon would. */
class DumpxmlCommandTest {

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void path() {
    file = directory.resolve("f.xml");
  }

  @Test
  void printsTheDaemonsForm() {
    write(
        file,
        filter("a&lt;b", "<rule direction='in' action='drop'><tcp ipset='\u00e9'/></rule>")
            .replace("\u00e9", "s"));
    assertEquals(
        """
        <filter name='a<b' chain='root'>
          <rule action='drop' direction='in' priority='500'>
            <tcp ipset='s' ipsetflags='src'/>
          </rule>
        </filter>
        """,
        CommandRun.of("dumpxml", file).compiled());
  }

  @Test
  void printsUtf8() {
    write(file, filter("f", "<filterref filter='\u00e9\u20ac'/>"));
    assertEquals(
        "<filter name='f' chain='root'>\n  <filterref filter='\u00e9\u20ac'/>\n</filter>\n",
        CommandRun.of("dumpxml", file).compiled());
  }

  @Test
  void warningsGoToStandardError() {
    write(file, filter("f", "<rule action='drop' direction='in' priority='x'/>"));
    CommandRun run = CommandRun.of("dumpxml", file);
    assertTrue(run.compiledWithWarnings().contains(" priority='500'/>"), run::toString);
    assertTrue(
        run.err().startsWith(file + ":2:3: warning: rule-priority-ignored: "), run::toString);
  }

  @Test
  void printsTheFormOfARelease() {
    write(
        file,
        "<network><name>n</name><title>t</title><bridge name='vbr1'/>"
            + "<ip address='10.0.0.1' prefix='24'/></network>");
    assertEquals(
        """
        <network>
          <name>n</name>
          <title>t</title>
          <bridge name='vbr1' stp='on' delay='0'/>
          <ip address='10.0.0.1' prefix='24'/>
        </network>
        """,
        CommandRun.of("dumpxml", "--libvirt", "12.8", file).compiled());
  }

  @Test
  void printsTheStockFiltersOfARelease() {
    String stock =
        CommandRun.of("dumpxml", "--libvirt", "12.8", "--stock", "clean-traffic").compiled();

    assertTrue(stock.contains("<filterref filter='qemu-announce-self-rarp'/>"), stock);
  }

  @Test
  void printsNetworks() {
    write(
        file,
        "<network><ip address='10.0.0.1' prefix='24'/><forward dev='wan0'/><name>n</name>"
            + "<bridge name='vbr1'/></network>");
    assertEquals(
        """
        <network>
          <name>n</name>
          <forward dev='wan0' mode='nat'>
            <interface dev='wan0'/>
          </forward>
          <bridge name='vbr1' stp='on' delay='0'/>
          <ip address='10.0.0.1' prefix='24'>
          </ip>
        </network>
        """,
        CommandRun.of("dumpxml", file).compiled());
  }

  @Test
  void otherDocumentsAreRefused() {
    write(file, Inputs.domain(""));
    assertEquals(
        file
            + ":1:1: error: wrong-root: the root element is <domain>, expected <filter> or"
            + " <network>\n",
        CommandRun.of("dumpxml", file).refused());
    String missing = CommandRun.of("dumpxml", directory.resolve("none.xml")).refused();
    assertTrue(missing.contains(": error: unreadable: "), missing);
  }

  @Test
  void printsAStockFilter() {
    String dumped = CommandRun.of("dumpxml", "--stock", "no-mac-spoofing").compiled();
    write(file, dumped);

    assertEquals(dumped, CommandRun.of("dumpxml", file).compiled());
    assertTrue(
        dumped.startsWith("<filter name='no-mac-spoofing' chain='mac' priority='-800'>\n"), dumped);
  }

  @Test
  void readsStandardInput() {
    String filter = filter("f", "<filterref filter='g'/>");

    assertEquals(
        "<filter name='f' chain='root'>\n  <filterref filter='g'/>\n</filter>\n",
        CommandRun.reading(filter, "dumpxml", "-").compiled());
  }
}
