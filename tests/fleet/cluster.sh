#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# For tests/fleet_slurm.sh: three nodes of Slurm on this machine, in namespaces of their own, which end all of it with the command.
# n3 is started in the control group $SLOW, if there is one.
# usage: unshare --net --uts --mount --pid --fork --kill-child --mount-proc sh cluster.sh FOLDER COMMAND...   77 if slurmd does not run here
set -u
dir=$1
shift
hostname ctl
ip link set lo up
ip link add ctl0 type bridge && ip addr add 10.0.0.1/24 dev ctl0 && ip link set ctl0 up || exit 77
echo "127.0.0.1 localhost
10.0.0.1 ctl" >"$dir/hosts"
mount --bind "$dir/hosts" /etc/hosts || exit 77
mkdir -p "$dir/state"
cgroup=cgroup/v1
[ ! -e /sys/fs/cgroup/cgroup.controllers ] || cgroup=cgroup/v2
echo "CgroupPlugin=$cgroup" >"$dir/cgroup.conf"
cat >"$dir/slurm.conf" <<END
ClusterName=test
SlurmctldHost=ctl(10.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/none
CredType=cred/none
StateSaveLocation=$dir/state
SlurmctldPidFile=$dir/slurmctld.pid
SlurmctldLogFile=$dir/slurmctld.log
SlurmdPidFile=$dir/slurmd.%n.pid
SlurmdSpoolDir=$dir/spool.%n
SlurmdLogFile=$dir/slurmd.%n.log
SlurmdParameters=config_overrides
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/linear
MpiDefault=none
ReturnToService=2
KillWait=5
HealthCheckProgram=$dir/health
HealthCheckInterval=5
NodeName=n[1-3] NodeHostname=ctl NodeAddr=10.0.0.1 Port=[17001-17003] CPUs=1 RealMemory=64
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
END
export SLURM_CONF="$dir/slurm.conf"
slurmctld || exit 77
for node in n1 n2 n3; do
	mkdir -p "$dir/spool.$node"
	(
		[ $node != n3 ] || [ -z "${SLOW:-}" ] || sh -c 'echo $PPID' >"$SLOW/cgroup.procs"
		exec slurmd -N "$node"
	) || exit 77
done
for _ in $(seq 60); do
	[ "$(sinfo -h -N -o %T | grep -cx idle)" -lt 3 ] || break
	sleep 0.5
done
[ "$(sinfo -h -N -o %T | grep -cx idle)" -eq 3 ] || exit 77
"$@"
