/** A program that compiles a domain and a filter of its own. */
module example.consumer {
  requires io.nwfilter.netfilter;
  requires io.nwfilter.xml;
}
