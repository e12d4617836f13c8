import json, sys, io, datetime as dt
sys.path.insert(0,'/tmp')
from gold import draft as mk
import pytest
from sqlalchemy.orm import Session
from engine import received, received_correcting, received_issuing, drafting_issue, drafting
from engine.intake.found import Issued
from engine.intake.plain import dumped, loaded
from adapters.files import Folder
from tests.helpers.drafting import FORM, member
from engine.drafting_trial import findings
pytestmark = pytest.mark.usefixtures("units")
G=json.loads(__import__('pathlib').Path('/work/shared/seeds/gold.json').read_text())['documents']
UNITS=["huyện Thanh Hà, tỉnh Hải Dương","tỉnh Bình Định","huyện Vị Xuyên, tỉnh Hà Giang","huyện Hồng Ngự, tỉnh Đồng Tháp","phường Phú Thứ, thị xã Kinh Môn, tỉnh Hải Dương"]
@pytest.mark.parametrize("n",range(5))
def test_it(session, machine, tmp_path, n):
    g=G[n]; text=__import__('pathlib').Path('/work/shared/seeds',g['file']).read_text()
    now=dt.datetime(2022 if n==3 else 2023,4,14,2,tzinfo=dt.UTC)
    d=mk(g,text)
    who=member(session,UNITS[n],at=now)
    files=Folder(tmp_path)
    i=received.receive(session,files,who,d,g['file'],io.BytesIO(text.encode()),now)
    L=received.read(session,who,i)
    assert L.draft==d, (L.draft.header, d.header)
    v=L.version
    iss=next(f for f in L.findings if f.kind=='issued')
    if iss.value.date is None:
        v=received_correcting.correct(session,who,i,v,iss.id,Issued(date=dt.date(now.year,3,25)),now)
    u=received_issuing.understand(session,who,i,now)
    print(g['file'],u.resolved.issuer,u.resolved.ours)
    for b in u.resolved.bases: print('  basis',b.issuer.text,'->',b.issuer.unit and b.issuer.unit.name,b.issuer.why)
    for f,m in u.resolved.recipients: print('  rec',m.text,m.selects,m.units,len(m.members),m.why,m.requested,m.outside)
    for r in u.resolved.reports: print('  rep',r.report.kind,r.everybody,len(r.owing),r.consolidator,[x.unit and x.unit.name for x in r.goes_up_to])
    for o in u.proposal.content['obligations']: print('  obl',o)
    for x in u.notes: print('  NOTE',x.text())
    did=received_issuing.begin_draft(session,machine,who,i,v,now)
    dr=drafting.read(session,who,did)
    print(findings(session,FORM,dr,now))
    out=drafting_issue.issue(session,machine,FORM,who,did,dr.version,now)
    import sqlalchemy as sa
    print(session.execute(sa.text("select u.tier,count(*) from recipient r join unit u on u.id=r.unit_id where directive_id=:d and sent_at is not null group by 1"),{"d":out}).all())
    print(session.execute(sa.text("select r.title,u.tier,r.due_at,count(*) from report r join unit u on u.id=r.unit_id where directive_id=:d group by 1,2,3"),{"d":out}).all())
