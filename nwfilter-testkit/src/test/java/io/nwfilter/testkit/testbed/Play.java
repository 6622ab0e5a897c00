package io.nwfilter.testkit.testbed;
import io.nwfilter.netfilter.difference.*; import java.util.*;
final class Play { public static void main(String[] a){
  Random random=new Random(7);
  List<RuleCase> all=new ArrayList<>(RuleCorpus.stock());all.addAll(RuleCorpus.hosts());all.addAll(RuleCorpus.fidelity());all.addAll(HostRules.all()); for(RuleCase r: all) if(r.name().contains(a[0])) for(RulePairs.Pair p: RulePairs.of(r, Integer.parseInt(a[1]), random)){
    long t=System.nanoTime();
    Difference d=Difference.between(Testbed.subject(p.before().rulesets().values()),Testbed.subject(p.after().rulesets().values()),2000000);
    System.out.println("== "+p+" "+(System.nanoTime()-t)/1000000+" ms "+d.undecided());
    System.out.print(DifferenceText.of(d));
  }
}}
